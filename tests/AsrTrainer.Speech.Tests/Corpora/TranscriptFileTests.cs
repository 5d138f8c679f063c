using System.Text;
using AsrTrainer.Speech.Corpora;
using AsrTrainer.Speech.Faults;
using Fuzzing;

namespace AsrTrainer.Speech.Tests.Corpora;

[Collection(Fuzz.Collection)]
public sealed class TranscriptFileTests : IDisposable
{
    private readonly TemporaryCorpus corpus = new();

    public void Dispose() => corpus.Dispose();

    [Fact]
    public void Sclite_writes_the_id_in_brackets_at_the_end()
    {
        string path = corpus.Text("r.trn", ";; a comment", "one two (u-1)", "", "(u-2)", "  three (four)  ( u-3 ) ", "ä(u-4)\r");

        Assert.Equal(
            [new("u-1", "one two"), new("u-2", ""), new("u-3", "three (four)"), new("u-4", "ä")], TranscriptFile.Read(path));
    }

    [Fact]
    public void Kaldi_writes_the_id_first()
    {
        string path = corpus.Text("text", "u-1 one two", "u-2", "u-3\tthree (four)");

        Assert.Equal([new("u-1", "one two"), new("u-2", ""), new("u-3", "three (four)")], TranscriptFile.Read(path));
    }

    [Fact]
    public void What_sclite_writes_is_not_taken_for_Kaldis_under_another_name()
    {
        string path = corpus.Text("t.ref.txt", ";; a comment", "hello world (a-1)", "hello again (a-2)", "(a-3)");

        UserFault fault = Assert.Throws<UserFault>(() => TranscriptFile.Read(path));

        Assert.Equal(ExitCode.Data, fault.Code);
        Assert.Equal(
            $"{path}: every line ends with an id in brackets, as in sclite's files; name it .trn to have it read so", fault.Message);
    }

    [Fact]
    public void Lines_of_Kaldi_may_end_in_brackets()
    {
        string path = corpus.Text("text", "u-1 well (laughs)", "u-2 no (laughs)");

        Assert.Equal([new("u-1", "well (laughs)"), new("u-2", "no (laughs)")], TranscriptFile.Read(path));
    }

    [Fact]
    public void What_is_written_is_read_again()
    {
        TranscriptLine[] lines = [new("a-1", "one two"), new("a-2", ""), new("a-3", "(")];
        string path = corpus.PathOf("w.trn");
        using (FileStream stream = File.Create(path))
        {
            TranscriptFile.Write(stream, lines, "made here");
        }

        Assert.Equal(";; made here", File.ReadLines(path).First());
        Assert.Equal(lines, TranscriptFile.Read(path));
    }

    [Theory]
    [InlineData("a b(c)%;")]
    [InlineData("50%25 %20")]
    [InlineData("half\u00A0past\u3000ten")]
    [InlineData("a%41é")]
    public void Ids_come_back_as_they_were_written(string id)
    {
        string path = corpus.PathOf("w.trn");
        using (FileStream stream = File.Create(path))
        {
            TranscriptFile.Write(stream, [new(id, "one")], "made here");
        }

        Assert.Equal([new(id, "one")], TranscriptFile.Read(path));
    }

    [Theory]
    [InlineData("a%41")]
    [InlineData("100%")]
    [InlineData("a%20%zz")]
    public void Percent_signs_of_others_stay(string id) =>
        Assert.Equal([new(id, "one")], TranscriptFile.Read(corpus.Text("o.trn", $"one ({id})")));

    [Fact]
    public void Ids_lose_what_would_end_them() => Assert.Equal("a%20b%28c%29%25%3B", TranscriptFile.EscapedId("a b(c)%;"));

    [Fact]
    public void Every_faulty_line_is_named()
    {
        string words = string.Join('\t', Enumerable.Repeat("w", TranscriptFile.MostWords + 1));
        string path = corpus.Text(
            "bad.trn", "one", "two (u)", "three (u)", "{ four / for } (v)", $"{words} (w)", "five ()", "six (\u0001)");

        UserFault fault = Assert.Throws<UserFault>(() => TranscriptFile.Read(path));

        Assert.Equal(ExitCode.Data, fault.Code);
        Assert.Equal(
            [
                $"{path}:1: the line has no id; it must end with the utterance's id in brackets: words (id)",
                $"{path}:3: utterance 'u' is on line 2 already",
                $"{path}:4: the text of 'v' has alternatives in braces, which are not scored; leave one wording",
                $"{path}:5: more than 16384 words or 131072 characters in one utterance; cut it into shorter ones",
                $"{path}:6: the line has no id; it must end with the utterance's id in brackets: words (id)",
                $"{path}:7: the id holds the control character U+0001; rename the utterance",
            ],
            fault.Problems);
    }

    [Theory]
    [InlineData("{ four / for } (v)")]
    [InlineData("so {um/uh/@} what (v)")]
    [InlineData("one } (v)")]
    public void Sclites_alternatives_are_refused_however_they_are_spaced(string line)
    {
        UserFault fault = Assert.Throws<UserFault>(() => TranscriptFile.Read(corpus.Text("b.trn", line)));

        Assert.EndsWith("b.trn:1: the text of 'v' has alternatives in braces, which are not scored; leave one wording", fault.Message);
    }

    [Fact]
    public void Braces_are_words_like_others_in_a_file_of_Kaldi() =>
        Assert.Equal([new("v", "{ four / for }")], TranscriptFile.Read(corpus.Text("text", "v { four / for }")));

    [Fact]
    [Trait("Reader", "trn")]
    public void A_damaged_file_of_sclite_is_read_or_refused() => Run(
        "trn",
        corpus.PathOf("f.trn"),
        ";; comment\none two three (1-2-0001)\n(1-2-0002)\nfour \"five\" (1-2-0003)\n",
        "Ä { b / c } (x)\r\n(y z)\r\n");

    [Fact]
    [Trait("Reader", "text")]
    public void A_damaged_file_of_Kaldi_is_read_or_refused() =>
        Run("text", corpus.PathOf("text"), "1-2-0001 one two three\n1-2-0002\n1-2-0003 four\n", "x\tÄ b\r\ny\r\n");

    private static void Run(string reader, string path, params string[] good) => Fuzz.Run(new FuzzedReader
    {
        Name = reader,
        Path = path,
        Good = [.. good.Select(Encoding.UTF8.GetBytes)],
        Read = () => TranscriptFile.Read(path),
        Refuses = fault => fault is UserFault { Code: ExitCode.Data },
    });
}
