using AsrTrainer.Speech.Corpora;
using AsrTrainer.Speech.Faults;
using Fuzzing;

namespace AsrTrainer.Speech.Tests.Corpora;

[Collection(Fuzz.Collection)]
public sealed class LongLineTests : IDisposable
{
    private readonly TemporaryCorpus corpus = new();

    public void Dispose() => corpus.Dispose();

    [Theory]
    [InlineData("m.csv")]
    [InlineData("m.tsv")]
    [InlineData("m.jsonl")]
    [InlineData("libri/1/2/1-2.trans.txt")]
    public void A_line_without_end_is_refused_before_it_is_in_memory(string name)
    {
        corpus.Wav("libri/1/2/1-2-0001.wav", 0.1);
        var path = corpus.Text(name, name.EndsWith(".tsv", StringComparison.Ordinal) ? "audio\ttext" : "audio,text");
        using (var file = File.OpenWrite(path))
        {
            // Zeros that take no space on the disk.
            file.SetLength(3L << 30);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        var opened = name.StartsWith("libri", StringComparison.Ordinal) ? corpus.PathOf("libri") : path;
        var fault = Assert.Throws<UserFault>(() => CorpusReader.Read(opened).Count());
        Assert.Equal(ExitCode.Data, fault.Code);
        Assert.StartsWith($"{path}: line 2 is longer than 1048576 bytes", fault.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 50_000_000);
    }

    [Fact]
    public void Lines_up_to_the_limit_are_read_and_each_counts_for_itself()
    {
        var rest = LineLimitedStream.MaximumLineBytes - "a.wav,".Length;
        corpus.Wav("a.wav", 0.1);
        var fits = corpus.Text("fits.csv", "audio,text", $"a.wav,{new string('x', rest)}", $"b.wav,{new string('y', rest)}");
        Assert.Equal([rest, rest], CorpusReader.Read(fits).Select(utterance => utterance.Transcript.Length));

        var longer = corpus.Text("longer.csv", "audio,text", "a.wav,x", $"b.wav,{new string('y', rest + 1)}");
        var fault = Assert.Throws<UserFault>(() => CorpusReader.Read(longer).Count());
        Assert.StartsWith($"{longer}: line 3 is longer", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_with_very_many_names_is_refused_at_once()
    {
        var names = string.Join(',', Enumerable.Range(0, 60_000).Select(i => $"\"textt{i:D5}\":1"));
        var path = corpus.Text("m.jsonl", $"{{{names},\"{new string('n', 90_000)}\":2}}");
        var began = Environment.CpuUsage.TotalTime;
        var fault = Assert.Throws<UserFault>(() => CorpusReader.Read(path).Count());
        Assert.Contains("audio_filepath is missing", fault.Message, StringComparison.Ordinal);
        Assert.InRange(fault.Message.Length, 100, 10_000);
        Assert.InRange((Environment.CpuUsage.TotalTime - began).TotalSeconds, 0, 2);
    }
}
