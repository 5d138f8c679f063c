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

    /// <summary>The same of blocks, as many samples as <see cref="Resampler.LengthOf"/> says; the memory of a block is used again.</summary>
    public static IEnumerable<ReadOnlyMemory<float>> Apply(IEnumerable<ReadOnlyMemory<float>> input, double fromRate, double toRate)
    {
        using var all = input.GetEnumerator();
        var source = new BlockSamples(all, (int)Math.Round(fromRate / toRate * OutputRate));
        var filter = new WdlResamplingSampleProvider(source, OutputRate);
        var output = new float[1 << 16];
        long given = 0;
        for (int made; (made = filter.Read(output)) > 0;)
        {
            // What the filter adds at the end is not the sound's.
            made = source.HasEnded ? (int)Math.Min(made, (long)Resampler.LengthOf(source.Taken, fromRate, toRate) - given) : made;
            given += made;
            yield return output.AsMemory(0, made);
        }

        for (var left = (long)Resampler.LengthOf(source.Taken, fromRate, toRate) - given; left > 0; left -= output.Length)
        {
            Array.Clear(output);
            yield return output.AsMemory(0, (int)Math.Min(left, output.Length));
        }
    }

    private sealed class BlockSamples(IEnumerator<ReadOnlyMemory<float>> blocks, int sampleRate) : ISampleProvider
    {
        private ReadOnlyMemory<float> rest;

        public WaveFormat WaveFormat { get; } = WaveFormat.CreateIeeeFloatWaveFormat(sampleRate, channels: 1);

        public long Taken { get; private set; }

        public bool HasEnded { get; private set; }

        public int Read(Span<float> buffer)
        {
            while (rest.IsEmpty && !HasEnded)
            {
                HasEnded = !blocks.MoveNext();
                rest = HasEnded ? default : blocks.Current;
            }

            var count = Math.Min(buffer.Length, rest.Length);
            rest.Span[..count].CopyTo(buffer);
            rest = rest[count..];
            Taken += count;
            return count;
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
