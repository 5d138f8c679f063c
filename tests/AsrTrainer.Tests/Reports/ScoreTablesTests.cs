using AsrTrainer.Reports;
using AsrTrainer.Speech.Metrics;
using AsrTrainer.Speech.Text;

namespace AsrTrainer.Tests.Reports;

public sealed class ScoreTablesTests : IDisposable
{
    private const string Counts =
        "utterances,sentence_errors,ser,words,word_substitutions,word_deletions,word_insertions,wer,"
        + "characters,character_substitutions,character_deletions,character_insertions,cer";

    private static readonly string Label = TranscriptNormalizer.LowerCase.Label;

    private readonly TemporaryFolder folder = new();

    public ScoreTablesTests() =>
        ScoreTables.Write(folder.File(""), Scored.Report(Scored.Clean with { LeftOut = 1 }, new ScoredSet("none", [])));

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Each_set_is_a_row_with_its_intervals() => Assert.Equal(
        $"""
        set,left_out,seconds,{Counts},wer_low,wer_high,cer_low,cer_high,ser_low,ser_high,bootstrap,normalizer
        clean,1,5.250,3,2,0.6667,7,2,1,1,0.5714,27,1,5,5,0.4074,0.0000,1.0000,0.0000,0.8333,0.0000,1.0000,utterances,{Label}
        none,0,0.000,0,0,0.0000,0,0,0,0,0.0000,0,0,0,0,0.0000,,,,,,,utterances,{Label}

        """,
        Text("sets.csv"));

    [Fact]
    public void Each_speaker_is_a_row() => Assert.Equal(
        $"""
        set,speaker,{Counts},normalizer
        clean,1,2,2,1.0000,6,2,1,1,0.6667,24,1,5,5,0.4583,{Label}
        clean,2,1,0,0.0000,1,0,0,0,0.0000,3,0,0,0,0.0000,{Label}

        """,
        Text("speakers.csv"));

    [Fact]
    public void Each_length_in_words_and_in_seconds_is_a_row() => Assert.Equal(
        $"""
        set,by,length,{Counts},normalizer
        clean,words,1-2,2,1,0.5000,3,1,0,1,0.6667,9,0,0,5,0.5556,{Label}
        clean,words,3-5,1,1,1.0000,4,1,1,0,0.5000,18,1,5,0,0.3333,{Label}
        clean,seconds,0-2,3,2,0.6667,7,2,1,1,0.5714,27,1,5,5,0.4074,{Label}

        """,
        Text("lengths.csv"));

    [Fact]
    public void Each_confusion_is_a_row() => Assert.Equal(
        $"""
        set,kind,reference,hypothesis,count,normalizer
        clean,substitution,no,know,1,{Label}
        clean,substitution,two,too,1,{Label}
        clean,deletion,four,,1,{Label}
        clean,insertion,,oh,1,{Label}

        """,
        Text("confusions.csv"));

    private string Text(string name) => File.ReadAllText(folder.File(name));
}
