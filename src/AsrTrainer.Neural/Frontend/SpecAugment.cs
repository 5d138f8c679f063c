using AsrTrainer.Speech.Randomness;
using static TorchSharp.torch;

namespace AsrTrainer.Neural.Frontend;

/// <summary>Multiplies features by masks that are a function of (seed, epoch, utterance). Masked values become zero, the mean.</summary>
public sealed class SpecAugment(SpecAugmentOptions options)
{
    /// <summary>Masked features.</summary>
    /// <param name="features">(B,F,T), normalised.</param>
    /// <param name="frames">Valid frames of each utterance.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="epoch">The epoch, from 0.</param>
    /// <param name="utterances">The index of each utterance in its corpus.</param>
    public Tensor Apply(Tensor features, IReadOnlyList<long> frames, ulong seed, long epoch, IReadOnlyList<int> utterances)
    {
        var (bands, width) = ((int)features.shape[1], (int)features.shape[2]);
        var mask = new float[frames.Count * bands * width];
        Array.Fill(mask, 1f);
        for (var b = 0; b < frames.Count; b++)
        {
            var random = CounterRandom.For(seed, (ulong)RandomPurpose.SpecAugment, (ulong)epoch, (ulong)utterances[b]);
            Mask(mask.AsSpan(b * bands * width, bands * width), bands, width, (int)frames[b], ref random);
        }

        using var factor = tensor(mask, [frames.Count, bands, width]);
        using var onDevice = factor.to(features.dtype, features.device);
        return features.mul(onDevice);
    }

    private void Mask(Span<float> mask, int bands, int width, int frames, ref CounterRandom random)
    {
        for (var i = 0; i < options.FrequencyMasks; i++)
        {
            var (first, count) = Range(bands, Math.Min(options.FrequencyWidth, bands), ref random);
            mask.Slice(first * width, count * width).Clear();
        }

        for (var i = 0; i < options.TimeMasks; i++)
        {
            var (first, count) = Range(frames, Math.Min(options.TimeWidth, (int)(options.TimeShare * frames)), ref random);
            for (var band = 0; band < bands; band++)
            {
                mask.Slice((band * width) + first, count).Clear();
            }
        }
    }

    private static (int First, int Count) Range(int size, int widest, ref CounterRandom random)
    {
        var count = random.NextInt(widest + 1);
        return (random.NextInt(size - count + 1), count);
    }
}
