using System.Globalization;
using AsrTrainer.Neural.Training;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace AsrTrainer.Reports;

/// <summary>
/// The run in place on a terminal: a bar over all steps and the newest figures below it. Finished epochs and notices scroll by above
/// as plain lines, so nothing is lost when the display goes.
/// </summary>
internal sealed class LiveTrainingDisplay(IAnsiConsole console) : ITrainingDisplay
{
    private const int BarColumns = 40;

    private LiveDisplayContext? live;
    private TrainingProgress? newest;

    /// <inheritdoc/>
    public TimeSpan Interval => TimeSpan.FromMilliseconds(250);

    /// <inheritdoc/>
    public void During(Action work) => console.Live(Text.Empty).AutoClear(true).Start(context =>
    {
        live = context;
        try
        {
            work();
        }
        finally
        {
            live = null;
        }
    });

    /// <inheritdoc/>
    public void Progress(TrainingProgress progress)
    {
        newest = progress;
        Refresh();
    }

    /// <inheritdoc/>
    public void Epoch(EpochResult result) => Notice(TrainingLines.Epoch(result));

    /// <inheritdoc/>
    public void Notice(string line)
    {
        // Padded, since the line is drawn over what the display showed there; and plain, since markup would read brackets as styles.
        console.WriteLine(live is null ? line : line.PadRight(console.Profile.Width - 1));
        Refresh();
    }

    private void Refresh()
    {
        if (newest is { } progress)
        {
            live?.UpdateTarget(View(progress));
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
