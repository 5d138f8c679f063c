namespace AsrTrainer.Speech.Audio;

/// <summary>
/// Plays audio faster or slower, pitch included, as a way to have more speakers than were recorded: Ko, Peddinti, Povey and Khudanpur,
/// "Audio augmentation for speech recognition", Interspeech 2015.
/// </summary>
public static class SpeedPerturbation
{
    /// <summary>The smallest factor: half the speed.</summary>
    public const double SmallestFactor = 0.5;

    /// <summary>The largest factor: twice the speed.</summary>
    public const double LargestFactor = 2.0;

    /// <summary>
    /// <paramref name="samples"/> at <paramref name="factor"/> times the speed: round(n / factor) samples. At 1 it is the same array.
    /// </summary>
    public static float[] Apply(float[] samples, double factor)
    {
        ArgumentNullException.ThrowIfNull(samples);
        if (!(factor is >= SmallestFactor and <= LargestFactor))
        {
            throw new ArgumentOutOfRangeException(nameof(factor), factor, $"The factor must be in {SmallestFactor}..{LargestFactor}.");
        }

        // Sound recorded at rate r and played at r × factor is what a recording of r × factor sounds like, brought back to r.
        return factor == 1.0 ? samples : Resampler.Resample(samples, factor, 1.0);
    }
}
