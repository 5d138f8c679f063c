using System.Text;
using AsrTrainer.Speech.Corpora;

namespace AsrTrainer.Neural.Benchmarks;

/// <summary>Utterances of noise as 16-bit WAV files in a temporary folder, which is removed at the end.</summary>
internal sealed class NoiseCorpus : IDisposable
{
    private const int Files = 32;
    private const int HeaderBytes = 36;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("asr-bench-");

    /// <param name="seconds">Length of each utterance.</param>
    /// <param name="sampleRate">Of the files.</param>
    public NoiseCorpus(double seconds, int sampleRate)
    {
        try
        {
            var samples = (int)Math.Round(seconds * sampleRate);
            Utterances = [.. Enumerable.Range(0, Files).Select(i => Make(i, samples, sampleRate))];
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>All of them, without a transcript.</summary>
    public IReadOnlyList<Utterance> Utterances { get; }

    /// <inheritdoc/>
    public void Dispose() => folder.Delete(recursive: true);

    private Utterance Make(int number, int samples, int sampleRate)
    {
        var path = Path.Combine(folder.FullName, $"{number}.wav");
        using var writer = new BinaryWriter(File.Create(path), Encoding.ASCII);
        writer.Write("RIFF"u8);
        writer.Write(HeaderBytes + (samples * sizeof(short)));
        writer.Write("WAVEfmt "u8);
        writer.Write(16); // Length of the format block: PCM, one channel.
        writer.Write((short)1);
        writer.Write((short)1);
        writer.Write(sampleRate);
        writer.Write(sampleRate * sizeof(short));
        writer.Write((short)sizeof(short));
        writer.Write((short)(8 * sizeof(short)));
        writer.Write("data"u8);
        writer.Write(samples * sizeof(short));
        foreach (var sample in FixedBatch.Noise(samples, (ulong)number + 1))
        {
            writer.Write((short)(sample * short.MaxValue));
        }

        return new Utterance($"noise-{number}", path, "", (double)samples / sampleRate, Speaker: null);
    }
}
