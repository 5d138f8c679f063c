using System.Text;

namespace AsrTrainer.Reports;

/// <summary>
/// Replaces characters that would steer a terminal (by U+FFFD, as in faults), whatever file they come from. Tabs and ends of lines stay.
/// Who draws on a terminal on purpose writes past it.
/// </summary>
/// <param name="inner">Where the text goes; it stays open.</param>
internal sealed class PrintableWriter(TextWriter inner) : TextWriter
{
    public override Encoding Encoding => inner.Encoding;

    /// <summary>The same text without such characters.</summary>
    public static string Printable(string text)
    {
        bool Steers(char character, int at) => char.IsControl(character) && character is not ('\n' or '\t')
            && !(character == '\r' && at + 1 < text.Length && text[at + 1] == '\n');
        return text.Any(char.IsControl)
            ? string.Concat(text.Select((character, at) => Steers(character, at) ? '\uFFFD' : character))
            : text;
    }

    public override void Write(char value) => inner.Write(Printable(value.ToString()));

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

    public override void Write(string? value) => inner.Write(value is null ? null : Printable(value));

    public override void WriteLine(string? value) => inner.WriteLine(value is null ? null : Printable(value));

    public override void Flush() => inner.Flush();
}
