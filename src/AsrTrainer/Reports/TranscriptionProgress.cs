using System.Globalization;

namespace AsrTrainer.Reports;

/// <summary>How far a transcription is, in one line of a terminal; nothing where no person watches.</summary>
/// <param name="messages">Where it is shown.</param>
/// <param name="isTerminal">Whether a person watches.</param>
/// <param name="clock">Measures the rate.</param>
internal sealed class TranscriptionProgress(TextWriter messages, bool isTerminal, TimeProvider clock)
{
    private readonly long began = clock.GetTimestamp();
    private readonly Pace redraw = new(clock, TimeSpan.FromMilliseconds(200));
    private int width;

    /// <summary>The length of all audio in seconds; 0 while it is not known.</summary>
    public double Total { get; set; }

    /// <summary>Shows it, if it is time to.</summary>
    public void Show(double seconds)
    {
        if (isTerminal && redraw.IsDue())
        {
            Draw(Line(seconds));
        }
    }

    /// <summary>Leaves an empty line for what follows.</summary>
    public void Clear()
    {
        if (width > 0)
        {
            Draw("");
        }
    }

    private string Line(double seconds)
    {
        double elapsed = clock.GetElapsedTime(began).TotalSeconds;
        double rate = elapsed > 0 ? seconds / elapsed : 0;
        string share = Total > 0 ? string.Create(CultureInfo.InvariantCulture, $" of {Figures.AudioLength(Total)}, {Math.Min(1, seconds / Total) * 100:F0} %") : "";
        string left = Total > 0 && rate > 0 ? $", left {Figures.Duration(TimeSpan.FromSeconds(Math.Max(0, Total - seconds) / rate))}" : "";
        return string.Create(CultureInfo.InvariantCulture, $"transcribed {Figures.AudioLength(seconds)}{share}, {rate:F0} x real time{left}");
    }

    private void Draw(string line)
    {
        messages.Write($"\r{line.PadRight(width)}{(line.Length == 0 ? "\r" : "")}");
        messages.Flush();
        width = line.Length;
    }
}
