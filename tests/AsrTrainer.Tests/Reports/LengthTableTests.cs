using AsrTrainer.Reports;
using AsrTrainer.Speech.Corpora;
using Fuzzing;

namespace AsrTrainer.Tests.Reports;

[Collection(Fuzz.Collection)]
public sealed class LengthTableTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Path => folder.File("lengths.csv");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Lengths_come_back_to_the_last_bit()
    {
        double[] seconds = [1.0 / 3, Math.PI * 1e-5, 134_217];
        LengthTable.Write(
            Path,
            [
                new CheckedCorpus("train", [Spoken("a,\"b\"", seconds[0]), Spoken("b", seconds[1])], []),
                new CheckedCorpus("dev", [Spoken("b", seconds[2])], []),
            ]);

        IReadOnlyDictionary<(string Corpus, string Utterance), double>? read = LengthTable.Read(Path);

        Assert.NotNull(read);
        Assert.Equal(3, read.Count);
        Assert.Equal(seconds[0], read[("train", "a,\"b\"")]);
        Assert.Equal(seconds[1], read[("train", "b")]);
        Assert.Equal(seconds[2], read[("dev", "b")]);
    }

    [Fact]
    [Trait("Reader", "lengthtable")]
    public void Damaged_lengths_are_read_or_refused()
    {
        LengthTable.Write(Path, [new CheckedCorpus("train", [Spoken("a", 1.5), Spoken("say \"b\"", 0.25)], [])]);
        Fuzz.Run(new FuzzedReader
        {
            Name = "lengthtable",
            Path = Path,
            Good = [File.ReadAllBytes(Path)],
            Read = () => _ = LengthTable.Read(Path) ?? throw new InvalidDataException(),
            Refuses = fault => fault is InvalidDataException,
        });
    }

    private static Utterance Spoken(string id, double seconds) => new(id, $"{id}.wav", "yes", seconds, null);
}
