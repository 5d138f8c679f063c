using System.Globalization;
using AsrTrainer.Neural.Training;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace AsrTrainer.Reports;

/// <summary>
/// The run in place on a terminal: a bar over all steps and the newest figures below it. Finished epochs and notices scroll by above
/// as plain lines, so nothing is lost when the display goes.
/// </summary>
/// <remarks>
/// It draws the region itself, since Spectre's own live display cannot be taken off the screen by another thread, which a signal needs.
/// </remarks>
internal sealed class LiveTrainingDisplay(IAnsiConsole console) : ITrainingDisplay
{
    /// <summary>A narrower terminal breaks the lines of the figures.</summary>
    public const int MinColumns = 60;

    private const int BarColumns = 40;

    private readonly Lock gate = new();
    private TrainingProgress? newest;
    private bool shows;

    // The lines of the region; the cursor stands at the start of the line below it.
    private int drawn;

    /// <inheritdoc/>
    public TimeSpan Interval => TimeSpan.FromMilliseconds(250);

    /// <inheritdoc/>
    public void During(Action work)
    {
        lock (gate)
        {
            shows = true;
        }

        try
        {
            work();
        }
        finally
        {
            Stop();
        }
    }

    /// <inheritdoc/>
    public void Stop()
    {
        lock (gate)
        {
            Erase();
            shows = false;
        }
    }

    /// <inheritdoc/>
    public void Progress(TrainingProgress progress)
    {
        lock (gate)
        {
            newest = progress;
            Erase();
            Draw();
        }
    }

    /// <inheritdoc/>
    public void Epoch(EpochResult result) => Notice(TrainingLines.Epoch(result));

    /// <inheritdoc/>
    public void Notice(string line)
    {
        lock (gate)
        {
            // Plain, since markup would read brackets as styles.
            Erase();
            console.WriteLine(PrintableWriter.Printable(line));
            Draw();
        }
    }

    private void Erase()
    {
        if (drawn > 0)
        {
            // The terminal may have echoed ^C at the start of the line.
            console.Write(new ControlCode($"\r\u001b[{drawn}A\u001b[J"));
            drawn = 0;
        }
    }

    private void Draw()
    {
        if (shows && newest is { } progress)
        {
            Rows view = View(progress);
            string text = string.Concat(view.GetSegments(console).Select(segment => segment.Text));
            console.Write(view);
            drawn = text.Count(character => character == '\n');
            if (!text.EndsWith('\n'))
            {
                console.WriteLine();
                drawn++;
            }
        }
    }

    private static Rows View(TrainingProgress progress)
    {
        double done = progress.Steps > 0 ? Math.Clamp((double)progress.Step / progress.Steps, 0, 1) : 0;
        int filled = (int)(done * BarColumns);
        string green = new('━', filled);
        string grey = new('━', BarColumns - filled);
        var bar = new Markup($"[green]{green}[/][grey]{grey}[/] {Figures.Percent(done)}");
        var figures = new Grid().AddColumns(4);
        foreach ((string Name, string Value)[] pair in Cells(progress).Chunk(2))
        {
            figures.AddRow([.. pair.SelectMany<(string Name, string Value), IRenderable>(
                cell => [new Text(cell.Name, new Style(Color.Grey)), new Text(cell.Value)])]);
        }

        return new Rows(bar, figures);
    }

    private static IEnumerable<(string Name, string Value)> Cells(TrainingProgress progress)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        yield return ("epoch", $"{progress.Epoch} of {progress.Epochs}");
        yield return ("step", $"{progress.Step} of {progress.Steps}");
        yield return ("loss", TrainingLines.Loss(progress.Loss));
        yield return ("learning rate", progress.LearningRate.ToString("0.00e+0", culture));
        yield return ("audio trained", string.Create(culture, $"{progress.AudioSecondsPerSecond:F1} s per second"));
        yield return ("waiting for data", Figures.Percent(progress.WaitShare));
        yield return ("time left", Figures.Duration(progress.Eta));
        yield return ("", "");
    }
}
