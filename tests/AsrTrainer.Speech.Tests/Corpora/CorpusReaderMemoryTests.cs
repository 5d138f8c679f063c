using AsrTrainer.Speech.Corpora;

namespace AsrTrainer.Speech.Tests.Corpora;

/// <summary>Apart from all others: what they allocate at the same time would be counted here.</summary>
[CollectionDefinition(nameof(CorpusReaderMemoryTests), DisableParallelization = true)]
[Collection(nameof(CorpusReaderMemoryTests))]
public sealed class CorpusReaderMemoryTests : IDisposable
{
    private readonly TemporaryCorpus corpus = new();

    public void Dispose() => corpus.Dispose();

    [Fact]
    public void Memory_does_not_grow_with_the_transcripts_that_have_passed()
    {
        corpus.Wav("a.wav", 0.1);
        var transcript = new string('a', 1000);
        var path = corpus.Text(
            "train.csv", ["audio,text,duration,id", .. Enumerable.Range(0, 20_000).Select(i => $"a.wav,{transcript},1,{i}")]);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        long atTheEnd = 0;

        foreach (var utterance in CorpusReader.Read(path))
        {
            atTheEnd = utterance.Id == "19999" ? GC.GetTotalMemory(forceFullCollection: true) : 0;
        }

        // All transcripts together are 40 MB; the ids and one portion of rows are 4.
        Assert.NotEqual(0, atTheEnd);
        Assert.True(atTheEnd - before < 10e6, $"{(atTheEnd - before) / 1e6} MB more");
    }
}
