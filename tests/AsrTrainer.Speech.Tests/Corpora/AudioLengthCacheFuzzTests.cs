using System.Buffers.Binary;
using System.Security.Cryptography;
using AsrTrainer.Speech.Corpora;
using Fuzzing;

namespace AsrTrainer.Speech.Tests.Corpora;

[Collection(Fuzz.Collection)]
public sealed class AudioLengthCacheFuzzTests : IDisposable
{
    private const int Entries = 5;
    private readonly TemporaryCorpus corpus = new();

    public void Dispose() => corpus.Dispose();

    [Fact]
    [Trait("Reader", "lengths")]
    public void Damaged_audio_lengths_are_read_or_measured_again()
    {
        List<string> notices = [];
        var file = new FileInfo(corpus.Wav("a.wav", 0.1));
        var manifest = corpus.Text("m.csv", "audio,text", "a.wav,one");
        Fuzz.Run(new FuzzedReader
        {
            Name = "lengths",
            Path = AudioLengthCache.PathFor(corpus.Folder, manifest),
            Good = [Good(), Seal(Good())],
            HeadBytes = 24,
            Seal = bytes => bytes.Length % 2 == 0 ? Seal(bytes) : bytes,
            Read = () =>
            {
                notices.Clear();
                var cache = AudioLengthCache.Open(corpus.Folder, manifest, notices.Add);
                Assert.Equal(0.1, cache.Find(file, () => 0.1));
                cache.Save();
                if (notices.Count > 0)
                {
                    throw new InvalidDataException(notices[0]);
                }
            },
            Refuses = fault => fault is InvalidDataException,
        });
    }

    // As the class's remarks say: magic, count, keys, seconds, checksum.
    private static byte[] Good()
    {
        var bytes = new byte[16 + (Entries * 24) + SHA256.HashSizeInBytes];
        "ASRLEN01"u8.CopyTo(bytes);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(8), Entries);
        for (var i = 0; i < Entries; i++)
        {
            bytes[16 + (16 * i) + 15] = (byte)i;
            BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(16 + (16 * Entries) + (8 * i)), i + 0.5);
        }

        return Seal(bytes);
    }

    private static byte[] Seal(byte[] bytes)
    {
        if (bytes.Length >= SHA256.HashSizeInBytes)
        {
            SHA256.HashData(bytes.AsSpan(..^SHA256.HashSizeInBytes), bytes.AsSpan(^SHA256.HashSizeInBytes..));
        }

        return bytes;
    }
}
