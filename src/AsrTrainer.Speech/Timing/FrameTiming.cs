namespace AsrTrainer.Speech.Timing;

/// <summary>
/// The one place that says how samples become feature frames, feature frames become model frames, and either becomes seconds. The corpus
/// check, the frontend, the model, the loss, the decoders and the timestamps all ask here.
/// </summary>
/// <param name="SampleRate">Samples per second, above 0.</param>
/// <param name="HopSamples">Samples from one feature frame to the next, above 0.</param>
/// <param name="TimeStride">Feature frames per model frame: the product of the convolutions' strides in time, above 0.</param>
public sealed record FrameTiming(int SampleRate, int HopSamples, int TimeStride)
{
    /// <summary>Samples per second.</summary>
    public int SampleRate { get; init; } = Positive(SampleRate, nameof(SampleRate));

    /// <summary>Samples from one feature frame to the next.</summary>
    public int HopSamples { get; init; } = Positive(HopSamples, nameof(HopSamples));

    /// <summary>Feature frames per model frame.</summary>
    public int TimeStride { get; init; } = Positive(TimeStride, nameof(TimeStride));

    /// <summary>
    /// Frames of a centred short-time Fourier transform over <paramref name="samples"/> samples: one at the start and one after each whole
    /// hop; none without samples.
    /// </summary>
    public long FeatureFrames(long samples)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(samples);
        return samples == 0 ? 0 : 1 + (samples / HopSamples);
    }

    /// <summary>
    /// Model frames of <paramref name="featureFrames"/> feature frames, a part of a stride counting as one. A convolution of odd kernel k,
    /// stride s and padding (k-1)/2 gives ceil(n/s) frames, and ceilings of quotients chain: ceil(ceil(n/a)/b) = ceil(n/(ab)).
    /// </summary>
    public long ModelFrames(long featureFrames)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(featureFrames);
        return (featureFrames / TimeStride) + (featureFrames % TimeStride == 0 ? 0 : 1);
    }

    /// <summary>Model frames of <paramref name="samples"/> samples.</summary>
    public long ModelFramesOfSamples(long samples) => ModelFrames(FeatureFrames(samples));

    /// <summary>The duration of <paramref name="samples"/> samples, in seconds.</summary>
    public double Seconds(long samples) => (double)samples / SampleRate;

    /// <summary>Where model frame <paramref name="modelFrame"/> (from 0) starts, in seconds from the start of the audio.</summary>
    public double ModelFrameSeconds(long modelFrame) => (double)modelFrame * TimeStride * HopSamples / SampleRate;

    /// <summary>The number of samples in <paramref name="seconds"/>, rounded to the nearest, halves up.</summary>
    public long SamplesForSeconds(double seconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(seconds);
        return (long)Math.Round(seconds * SampleRate, MidpointRounding.AwayFromZero);
    }

    private static int Positive(int value, string name)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value, name);
        return value;
    }
}
