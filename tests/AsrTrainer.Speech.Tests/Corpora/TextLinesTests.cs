using System.IO.Compression;
using System.Text;
using AsrTrainer.Speech.Corpora;
using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Speech.Tests.Corpora;

public sealed class TextLinesTests : IDisposable
{
    private readonly TemporaryCorpus corpus = new();

    public void Dispose() => corpus.Dispose();

    [Fact]
    public void Plain_and_packed_texts_have_the_same_lines()
    {
        var bytes = Encoding.UTF8.GetBytes("\uFEFFone\r\nzwei Äpfel\n\nthree");
        File.WriteAllBytes(corpus.PathOf("plain"), bytes);
        File.WriteAllBytes(corpus.PathOf("packed"), Packed(bytes));
        Assert.Equal(["one", "zwei Äpfel", "", "three"], TextLines.Read(corpus.PathOf("plain")));
        Assert.Equal(["one", "zwei Äpfel", "", "three"], TextLines.Read(corpus.PathOf("packed")));
    }

    [Fact]
    public void What_the_user_names_need_not_be_a_file() => Assert.Empty(TextLines.Read("/dev/null"));

    [Fact]
    public void What_is_no_text_is_the_users_fault()
    {
        File.WriteAllBytes(corpus.PathOf("latin"), Encoding.Latin1.GetBytes("one\nÄpfel\n"));
        File.WriteAllBytes(corpus.PathOf("cut"), Packed(Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Range(0, 1000))))[..1000]);
        File.WriteAllText(corpus.PathOf("long"), new string('x', (1 << 20) + 1));
        Assert.Contains("is not UTF-8", FaultOf("latin"), StringComparison.Ordinal);
        Assert.Contains("cannot be unpacked", FaultOf("cut"), StringComparison.Ordinal);
        Assert.Contains("longer than 1048576 bytes", FaultOf("long"), StringComparison.Ordinal);
        Assert.Contains("no such file or folder", FaultOf("missing"), StringComparison.Ordinal);
        Directory.CreateDirectory(corpus.PathOf("folder"));
        Assert.Contains("cannot be read", FaultOf("folder"), StringComparison.Ordinal);
    }

    [Fact]
    public void Transcripts_of_a_corpus_are_read_without_its_audio()
    {
        File.WriteAllText(corpus.PathOf("m.csv"), "id,audio,text\n7,gone.wav,One Two\n");
        Assert.True(CorpusReader.IsCorpus(corpus.PathOf("m.csv")));
        Assert.False(CorpusReader.IsCorpus(corpus.PathOf("m.txt")));
        Assert.Equal([("7", "One Two")], CorpusReader.ReadTranscripts(corpus.PathOf("m.csv")));
    }

    private static byte[] Packed(byte[] bytes)
    {
        var packed = new MemoryStream();
        using (var stream = new GZipStream(packed, CompressionLevel.Optimal))
        {
            stream.Write(bytes);
        }

        return packed.ToArray();
    }

    private string FaultOf(string name)
    {
        var fault = Assert.Throws<UserFault>(() => TextLines.Read(corpus.PathOf(name)).Count());
        Assert.Equal(ExitCode.Data, fault.Code);
        return fault.Message;
    }
}
