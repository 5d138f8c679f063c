using AsrTrainer.Speech.Corpora;
using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Speech.Tests.Corpora;

public sealed class ControlCharactersTests : IDisposable
{
    private readonly TemporaryCorpus corpus = new();

    public void Dispose() => corpus.Dispose();

    [Fact]
    public void Names_that_would_steer_a_terminal_are_refused_whatever_the_corpus_is()
    {
        var csv = corpus.Text("m.csv", "audio,text,id", "a\u001b[2J.wav,one,1", "b.wav,two,\u009b2");
        var json = corpus.Text("m.jsonl", """{"audio": "a.wav", "text": "x", "id": "\u0007"}""");
        corpus.Wav("libri/1/2/1-2-0001.wav", 0.1);
        var transcripts = corpus.Text("libri/1/2/1-2.trans.txt", "1-2-0001 ONE", "1-2-\u00010002 TWO");
        Assert.Equal(
            [
                $"{csv}:2: the path or the id holds the control character U+001B; rename it",
                $"{csv}:3: the path or the id holds the control character U+009B; rename it",
            ],
            ProblemsOf(csv));
        Assert.Equal([$"{json}:1: the path or the id holds the control character U+0007; rename it"], ProblemsOf(json));
        Assert.Equal(
            [$"{transcripts}:2: the id holds the control character U+0001; rename the utterance"], ProblemsOf(corpus.PathOf("libri")));
    }

    private static IReadOnlyList<string> ProblemsOf(string path) =>
        Assert.Throws<UserFault>(() => CorpusReader.Read(path).Count()).Problems;
}
