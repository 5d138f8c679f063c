namespace AsrTrainer.Reports;

/// <summary>Text that is still being said: redrawn in place on a terminal, a line for each change in a file.</summary>
/// <param name="messages">Where it is shown, unaltered.</param>
/// <param name="isTerminal">Whether a person watches.</param>
internal sealed class LiveText(TextWriter messages, bool isTerminal)
{
    // A longer line would wrap, and could not be redrawn.
    private const int MostCharacters = 76;

    private int width;

    public void Show(string text)
    {
        text = PrintableWriter.Printable(text);
        if (!isTerminal)
        {
            messages.WriteLine($"... {text}");
            messages.Flush();
            return;
        }

        Draw(text.Length <= MostCharacters ? text : $"…{text[^(MostCharacters - 1)..]}");
    }

    /// <summary>Leaves an empty line for what follows.</summary>
    public void Clear()
    {
        if (width > 0)
        {
            Draw("");
        }
    }

    private void Draw(string line)
    {
        messages.Write($"\r{line.PadRight(width)}{(line.Length == 0 ? "\r" : "")}");
        messages.Flush();
        width = line.Length;
    }
}
