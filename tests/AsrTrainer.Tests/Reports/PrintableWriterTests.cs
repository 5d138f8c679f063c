using AsrTrainer.Reports;

namespace AsrTrainer.Tests.Reports;

public sealed class PrintableWriterTests
{
    [Theory]
    [InlineData("plain, naïve and 漢字 \U0001F600", "plain, naïve and 漢字 \U0001F600")]
    [InlineData("a\tb\nc\r\nd", "a\tb\nc\r\nd")]
    [InlineData("\u001b[2Jgone", "\uFFFD[2Jgone")]
    [InlineData("shown\rhidden\r", "shown\uFFFDhidden\uFFFD")]
    [InlineData("\0\a\b\u007f\u009b2J", "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD2J")]
    public void What_would_steer_a_terminal_is_replaced(string text, string shown)
    {
        Assert.Equal(shown, PrintableWriter.Printable(text));
        var screen = new StringWriter();
        var writer = new PrintableWriter(screen);
        writer.Write(text);
        writer.WriteLine(text);
        writer.Write(text.ToCharArray());
        writer.Write(text.AsSpan());
        writer.Write("{0}", text);
        Assert.Equal($"{shown}{shown}\n{shown}{shown}{shown}", screen.ToString());
    }

    [Fact]
    public void A_character_by_itself_is_no_exception()
    {
        var screen = new StringWriter();
        var writer = new PrintableWriter(screen);
        writer.Write('\u001b');
        writer.WriteLine('\n');
        Assert.Equal("\uFFFD\n\n", screen.ToString());
    }
}
