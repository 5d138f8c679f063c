using System.Text;
using AsrTrainer.Reports;
using AsrTrainer.Speech.Faults;
using AsrTrainer.Speech.Metrics;
using AsrTrainer.Speech.Text;
using Fuzzing;

namespace AsrTrainer.Tests.Reports;

[Collection(Fuzz.Collection)]
public sealed class UtteranceTableTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Each_utterance_is_a_row_and_texts_with_commas_and_quotes_survive()
    {
        string path = folder.File("utterances.csv");
        var set = new ScoredSet("a,b", [Scored.Utterance("x", "say \"no\"", "say, no", seconds: 1.5, speaker: "s")]);
        UtteranceTable.Write(path, Scored.Report(set));
        Assert.Equal(
            "set,id,audio,seconds,reference,hypothesis,"
            + "words,word_substitutions,word_deletions,word_insertions,wer,"
            + "characters,character_substitutions,character_deletions,character_insertions,cer,speaker,normalizer\n"
            + "\"a,b\",x,sets/x.flac,1.500,\"say \"\"no\"\"\",\"say, no\",2,2,0,0,1.0000,8,0,2,1,0.3750,s,"
            + $"{TranscriptNormalizer.LowerCase.Label}\n",
            File.ReadAllText(path).ReplaceLineEndings("\n"));

        ScoredResult read = UtteranceTable.Read(path);
        Assert.Equal(TranscriptNormalizer.LowerCase.Label, read.NormalizerLabel);
        Assert.Equal("a,b", Assert.Single(read.Sets).Name);
        Assert.Equal((1.5, null), (read.Sets[0].Seconds, read.Sets[0].LeftOut));
        Assert.Equal(set.Utterances[0] with { Audio = "" }, Assert.Single(read.Sets[0].Utterances));
    }

    [Fact]
    public void A_table_without_speakers_and_normaliser_is_read_too()
    {
        string path = folder.File("old.csv");
        File.WriteAllText(path, "hypothesis,id,set,reference\na b,u,s,a\n,v,t,b\n");

        ScoredResult read = UtteranceTable.Read(path);

        Assert.Equal("", read.NormalizerLabel);
        Assert.All(read.Sets, set => Assert.Null(set.Seconds));
        Assert.Equal(["s", "t"], read.Sets.Select(set => set.Name));
        Assert.Equal(ScoredUtterance.Of("u", null, "a", "a b"), read.Sets[0].Utterances[0]);
    }

    [Theory]
    [InlineData("set,id,reference\n", "columns set, id, reference and hypothesis")]
    [InlineData("", "columns set, id, reference and hypothesis")]
    [InlineData("set,id,reference,hypothesis\ns,u,a,a\ns,u,b,b\n", "line 3: utterance u of s stands there again")]
    [InlineData("set,id,reference,hypothesis\ns,u,a\n", "field")]
    [InlineData("set,id,seconds,reference,hypothesis\ns,u,long,a,a\n", "line 2: its seconds are long, no number from 0 up")]
    [InlineData("set,id,seconds,reference,hypothesis\ns,u,-1,a,a\n", "line 2: its seconds are -1, no number from 0 up")]
    [InlineData("set,id,reference,hypothesis,normalizer\ns,u,a,a,x\ns,v,a,a,y\n", "different normalisers: x, y")]
    public void What_is_no_such_table_is_refused(string text, string problem)
    {
        string path = folder.File("bad.csv");
        File.WriteAllText(path, text);

        UserFault fault = Assert.Throws<UserFault>(() => UtteranceTable.Read(path));

        Assert.Equal(ExitCode.Data, fault.Code);
        Assert.StartsWith(path, fault.Message, StringComparison.Ordinal);
        Assert.Contains(problem, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Reader", "utterances")]
    public void A_damaged_table_is_read_or_refused()
    {
        string path = folder.File("fuzzed.csv");
        UtteranceTable.Write(path, Scored.Report(Scored.Clean, Scored.Other));
        Fuzz.Run(new FuzzedReader
        {
            Name = "utterances",
            Path = path,
            Good = [File.ReadAllBytes(path), Encoding.UTF8.GetBytes("id,set,reference,hypothesis\r\n1,x,\"a, \"\"b\"\"\",\r\n2,x,,c\r\n")],
            Read = () => UtteranceTable.Read(path),
            Refuses = fault => fault is UserFault { Code: ExitCode.Data },
        });
    }
}
