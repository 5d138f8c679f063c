using System.Globalization;
using AsrTrainer.Speech.Examination;

namespace AsrTrainer.Reports;

/// <summary>How far the decoding of corpora is: a line that is redrawn on a terminal, or one now and then in a file.</summary>
/// <param name="messages">Where it is shown.</param>
/// <param name="isTerminal">Whether a person watches, so that it may be redrawn in place.</param>
/// <param name="clock">Measures the rate.</param>
internal sealed class ExaminationProgressLine(TextWriter messages, bool isTerminal, TimeProvider clock)
{
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(30);

    private readonly long began = clock.GetTimestamp();
    private readonly Pace redraw = new(clock, TimeSpan.FromMilliseconds(200));
    private TimeSpan written;
    private int width;
    private ExaminationProgress newest;

    /// <summary>What was done, in one line; null where everything was remembered.</summary>
    public string? Summary => newest.TotalFiles == 0
        ? null
        : string.Create(
            CultureInfo.InvariantCulture,
            $"examined {Figures.Count(newest.Files, "new audio file")}, {Figures.AudioLength(newest.Seconds)}, in "
            + $"{clock.GetElapsedTime(began).TotalSeconds:F1} s");

    /// <summary>Shows it, if it is time to.</summary>
    public void Show(ExaminationProgress progress)
    {
        newest = progress;
        if (isTerminal)
        {
            if (redraw.IsDue())
            {
                Draw(Line(progress));
            }
        }
        else if (clock.GetElapsedTime(began) - written >= LineInterval)
        {
            // A short examination needs no line; a long one should not fill a log.
            written = clock.GetElapsedTime(began);
            messages.WriteLine(Line(progress));
            messages.Flush();
        }
    }

    /// <summary>Leaves an empty line for what follows.</summary>
    public void Clear()
    {
        if (isTerminal && width > 0)
        {
            Draw("");
        }
    }

    private string Line(ExaminationProgress progress)
    {
        double elapsed = clock.GetElapsedTime(began).TotalSeconds;
        double rate = elapsed > 0 ? progress.Seconds / elapsed : 0;
        string left = rate > 0 ? Figures.Duration(TimeSpan.FromSeconds((progress.TotalSeconds - progress.Seconds) / rate)) : "-";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"audio: {progress.Files} of {progress.TotalFiles} files, {Figures.AudioLength(progress.Seconds)} of "
            + $"{Figures.AudioLength(progress.TotalSeconds)}, {rate:F0} x real time, left {left}");
    }

    private void Draw(string line)
    {
        messages.Write($"\r{line.PadRight(width)}{(line.Length == 0 ? "\r" : "")}");
        messages.Flush();
        width = line.Length;
    }
}
