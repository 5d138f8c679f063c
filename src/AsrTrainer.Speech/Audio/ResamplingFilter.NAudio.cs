#if NAUDIO_PACKAGE
using NAudio.Wave;
using NAudio.Wave.SampleProviders;

namespace AsrTrainer.Speech.Audio;

/// <summary>Resampling by NAudio's managed resampler. The default build has another type of this name and shape.</summary>
internal static class ResamplingFilter
{
    // The resampler takes whole rates, of which only the ratio matters; a million tells speed factors and real rates apart.
    private const int OutputRate = 1_000_000;

    /// <summary>Fills <paramref name="output"/> with <paramref name="input"/> at the other rate, silence following a short end.</summary>
    public static void Apply(ReadOnlySpan<float> input, double fromRate, Span<float> output, double toRate)
    {
        var source = new Samples(input.ToArray(), (int)Math.Round(fromRate / toRate * OutputRate));
        var filter = new WdlResamplingSampleProvider(source, OutputRate);
        while (!output.IsEmpty)
        {
            var given = filter.Read(output);
            if (given == 0)
            {
                output.Clear();
                return;
            }

            output = output[given..];
        }
    }

    private sealed class Samples(float[] samples, int sampleRate) : ISampleProvider
    {
        private int position;

        public WaveFormat WaveFormat { get; } = WaveFormat.CreateIeeeFloatWaveFormat(sampleRate, channels: 1);

        public int Read(Span<float> buffer)
        {
            var count = Math.Min(buffer.Length, samples.Length - position);
            samples.AsSpan(position, count).CopyTo(buffer);
            position += count;
            return count;
        }
    }
}
#endif
