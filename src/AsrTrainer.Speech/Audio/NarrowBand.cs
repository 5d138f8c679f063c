namespace AsrTrainer.Speech.Audio;

/// <summary>Lets wide-band sound be heard as a file of 8 kHz is: what lies above 4 kHz is made up from what lies below.</summary>
public static class NarrowBand
{
    /// <summary>The rate of such a file, in Hz.</summary>
    public const int SampleRate = 8000;

    /// <summary>Samples of a rate above 8000 Hz, brought to that rate and back; as many.</summary>
    public static float[] Apply(float[] samples, int sampleRate)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(sampleRate, SampleRate);
        var narrow = Resampler.Resample(samples, sampleRate, SampleRate);
        var wide = AudioBlocks.At(narrow, SampleRate, sampleRate);
        Array.Resize(ref wide, samples.Length);
        return wide;
    }
}
