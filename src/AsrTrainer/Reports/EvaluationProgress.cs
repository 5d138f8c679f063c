using System.Globalization;

namespace AsrTrainer.Reports;

/// <summary>How far the scoring is, in one line of a terminal; nothing where no person watches.</summary>
internal sealed class EvaluationProgress(TextWriter messages, bool isTerminal)
{
    private int width;

    public void Show(string corpus, double share) =>
        Draw(PrintableWriter.Printable(string.Create(CultureInfo.InvariantCulture, $"{corpus}: {share * 100:F0} %")));

    /// <summary>Leaves an empty line for what follows.</summary>
    public void Clear() => Draw("");

    private void Draw(string line)
    {
        if (isTerminal)
        {
            messages.Write($"\r{line.PadRight(width)}{(line.Length == 0 ? "\r" : "")}");
            messages.Flush();
            width = line.Length;
        }
    }
}
