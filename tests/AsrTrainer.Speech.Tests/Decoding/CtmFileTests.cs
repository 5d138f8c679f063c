using AsrTrainer.Speech.Decoding;

namespace AsrTrainer.Speech.Tests.Decoding;

public sealed class CtmFileTests
{
    [Fact]
    public void Every_word_is_a_line_with_start_duration_and_confidence()
    {
        using var stream = new MemoryStream();
        CtmFile.Write(
            stream,
            [
                ("u 1", [new TimedWord("one", 0.12, 0.5, 0.98765, []), new TimedWord("two", 0.5, 1, 1, [])]),
                ("u2", []),
                ("u3", [new TimedWord("three", 12.3456, 13, 0.5, [])]),
            ],
            "made here");

        Assert.Equal(
            ";; made here\nu%201 1 0.120 0.380 one 0.9877\nu%201 1 0.500 0.500 two 1.0000\nu3 1 12.346 0.654 three 0.5000\n",
            System.Text.Encoding.UTF8.GetString(stream.ToArray()));
    }
}
