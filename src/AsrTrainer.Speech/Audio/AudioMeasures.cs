using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace AsrTrainer.Speech.Audio;

/// <summary>Measures decoded audio, block by block.</summary>
internal sealed class AudioMeasures : IDisposable
{
    // 16-bit files reach 32767/32768; what was resampled or compressed after it was clipped stands a little lower.
    private const float FullScale = 0.999f;

    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private float lowest = float.PositiveInfinity;
    private float highest = float.NegativeInfinity;
    private long clipped;
    private long count;

    /// <summary>Takes the next samples, of whatever channels.</summary>
    public void Add(ReadOnlySpan<float> samples)
    {
        hash.AppendData(MemoryMarshal.AsBytes(samples));
        var (low, high, atFullScale) = (lowest, highest, 0);
        foreach (var sample in samples)
        {
            low = MathF.Min(low, sample);
            high = MathF.Max(high, sample);
            atFullScale += MathF.Abs(sample) >= FullScale ? 1 : 0;
        }

        (lowest, highest) = (low, high);
        clipped += atFullScale;
        count += samples.Length;
    }

    /// <summary>What was measured of a file of which this is the header, its frames counted.</summary>
    public AudioFacts Finish(AudioFileHeader header)
    {
        Span<byte> whole = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(whole);
        return new AudioFacts(
            header.SampleRate, header.Channels, header.Frames, (highest - lowest) / 2, (float)((double)clipped / count),
            BinaryPrimitives.ReadUInt128LittleEndian(whole));
    }

    /// <inheritdoc/>
    public void Dispose() => hash.Dispose();
}
