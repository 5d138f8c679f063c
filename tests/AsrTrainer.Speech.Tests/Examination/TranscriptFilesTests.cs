using AsrTrainer.Speech.Corpora;
using AsrTrainer.Speech.Examination;
using AsrTrainer.Speech.Tests.Corpora;

namespace AsrTrainer.Speech.Tests.Examination;

public sealed class TranscriptFilesTests : IDisposable
{
    private readonly TemporaryCorpus corpus = new();

    public void Dispose() => corpus.Dispose();

    [Fact]
    public void Lines_that_end_in_cr_lf_are_counted_and_the_first_named_wherever_a_block_ends()
    {
        // A block of 65536 bytes ends between the CR and the LF of the third line.
        var longLine = new string('x', 65536 - "a\nb\n".Length - 1);
        var path = corpus.Bytes("train.csv", System.Text.Encoding.ASCII.GetBytes($"a\nb\n{longLine}\r\nc\r\nd\n\r\n"));

        var finding = Assert.Single(TranscriptFiles.Examine(path, "train", CancellationToken.None));

        Assert.Equal((FindingReason.Crlf, "line 3", path, ""), (finding.Reason, finding.Value, finding.Path, finding.UtteranceId));
        Assert.StartsWith("3 lines ", finding.Detail);
    }

    [Fact]
    public void Each_file_of_a_folder_is_looked_at()
    {
        corpus.Bytes("a/1-1.trans.txt", [0xEF, 0xBB, 0xBF, (byte)'a']);
        corpus.Text("b/1-2.trans.txt", "a");
        corpus.Bytes("c/1-3.trans.txt", "a\r\n"u8.ToArray());
        corpus.Bytes("c/notes.txt", "a\r\n"u8.ToArray());

        Assert.Equal(
            [(FindingReason.ByteOrderMark, "a/1-1.trans.txt"), (FindingReason.Crlf, "c/1-3.trans.txt")],
            TranscriptFiles.Examine(corpus.Folder, "train", CancellationToken.None)
                .Select(finding => (finding.Reason, Path.GetRelativePath(corpus.Folder, finding.Path))));
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public void Marks_and_ends_of_lines_are_found_in_utf_16_too(string encoding)
    {
        var utf16 = System.Text.Encoding.GetEncoding(encoding);
        var path = corpus.Bytes("train.csv", [.. utf16.GetPreamble(), .. utf16.GetBytes("audio,text\na.wav,\u0a0d\r\nb.wav,b\r\n")]);

        Assert.Equal(
            [(FindingReason.ByteOrderMark, "line 1"), (FindingReason.Crlf, "line 2")],
            TranscriptFiles.Examine(path, "train", CancellationToken.None).Select(finding => (finding.Reason, finding.Value)));
    }

    [Fact]
    public void A_carriage_return_alone_ends_no_line() =>
        Assert.Empty(TranscriptFiles.Examine(corpus.Bytes("a.csv", "a\rb\n\n"u8.ToArray()), "train", CancellationToken.None));
}
