using AsrTrainer.Neural.Evaluation;
using AsrTrainer.Reports;

namespace AsrTrainer.Tests.Reports;

public sealed class UtteranceTableTests
{
    [Fact]
    public void Each_utterance_is_a_row_and_texts_with_commas_and_quotes_survive()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("utterances.csv");
        UtteranceTable.Write(path, [new EvaluationResult("a,b", [Scored.Utterance("x", "say \"no\"", "say, no", seconds: 1.5)])]);
        Assert.Equal(
            "set,id,audio,seconds,reference,hypothesis,"
            + "words,word_substitutions,word_deletions,word_insertions,wer,"
            + "characters,character_substitutions,character_deletions,character_insertions,cer\n"
            + "\"a,b\",x,sets/x.flac,1.500,\"say \"\"no\"\"\",\"say, no\",2,2,0,0,1.0000,8,0,2,1,0.3750\n",
            File.ReadAllText(path).ReplaceLineEndings("\n"));
    }
}
