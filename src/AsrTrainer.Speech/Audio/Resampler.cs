namespace AsrTrainer.Speech.Audio;

/// <summary>
/// Changes the sample rate with a linear-phase low-pass filter, without shifting the signal in time. The same input gives the same output,
/// bit for bit, on the same machine.
/// </summary>
public static class Resampler
{
    /// <summary>The largest ratio of two rates, either way.</summary>
    public const double LargestRatio = 256;

    /// <summary>
    /// <paramref name="samples"/> at another rate: round(n × to / from) samples, halves up. Only the ratio of the rates matters.
    /// </summary>
    /// <param name="samples">One channel; full scale is -1 to 1.</param>
    /// <param name="fromRate">The rate of <paramref name="samples"/>, in Hz, above 0.</param>
    /// <param name="toRate">The rate of the result, in Hz, above 0.</param>
    public static float[] Resample(ReadOnlySpan<float> samples, double fromRate, double toRate)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(fromRate);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(toRate);
        if (!(Math.Max(fromRate / toRate, toRate / fromRate) <= LargestRatio))
        {
            throw new ArgumentOutOfRangeException(nameof(toRate), toRate, $"Rates may differ by a factor of {LargestRatio} at most.");
        }

        if (fromRate == toRate || samples.IsEmpty)
        {
            return samples.ToArray();
        }

        var length = LengthOf(samples.Length, fromRate, toRate);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Array.MaxLength, nameof(samples));
        var resampled = new float[(int)length];
        ResamplingFilter.Apply(samples, fromRate, resampled, toRate);
        return resampled;
    }

    /// <summary>The same of samples that come block by block, to the sample, in blocks whose memory is used again.</summary>
    public static IEnumerable<ReadOnlyMemory<float>> Resample(IEnumerable<ReadOnlyMemory<float>> blocks, int fromRate, int toRate)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(fromRate);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(toRate);
        return ResamplingFilter.Apply(blocks, fromRate, toRate);
    }

    /// <summary>How many samples so many become.</summary>
    internal static double LengthOf(long samples, double fromRate, double toRate) =>
        Math.Round(samples * toRate / fromRate, MidpointRounding.AwayFromZero);
}
