using AsrTrainer.Speech.Tests.Audio;

namespace AsrTrainer.Speech.Tests.Examination;

/// <summary>Noise as 16-bit WAV files, another for each seed.</summary>
internal static class Noise
{
    public static byte[] Wav(int seed, double seconds, double amplitude = 0.3, int rate = 16_000)
    {
        var random = new Random(seed);
        return WavBytes.File(
            WavBytes.Int16(Enumerable.Range(0, (int)(seconds * rate))
                .Select(_ => Math.Clamp(amplitude * ((2 * random.NextDouble()) - 1), -1, 1))),
            rate, channels: 1, bits: 16);
    }

    /// <summary>Samples that go up and down between two values of 16 bits.</summary>
    public static byte[] Square(int value, double seconds) => WavBytes.File(
        [.. Enumerable.Range(0, (int)(seconds * 16_000)).SelectMany(n => WavBytes.UInt16((ushort)(short)(n % 2 == 0 ? value : -value)))],
        16_000, channels: 1, bits: 16);
}
