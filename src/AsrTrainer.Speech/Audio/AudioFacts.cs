namespace AsrTrainer.Speech.Audio;

/// <summary>What decoding a whole audio file showed.</summary>
/// <param name="SampleRate">Frames per second.</param>
/// <param name="Channels">Samples per frame.</param>
/// <param name="Frames">Frames decoded, 1 or more.</param>
/// <param name="Amplitude">
/// Half the distance between the highest and the lowest sample of any channel, so that a constant offset is no sound; full scale is 1.
/// </param>
/// <param name="ClippedShare">The share of samples that stand at full scale (0.999 or more), in 0..1.</param>
/// <param name="SampleHash">128 bits of the SHA-256 of the decoded samples: files with the same sound have the same.</param>
public readonly record struct AudioFacts(
    int SampleRate, int Channels, long Frames, float Amplitude, float ClippedShare, UInt128 SampleHash)
{
    /// <summary>The duration in seconds.</summary>
    public double Seconds => (double)Frames / SampleRate;

    /// <summary>The amplitude in decibels below full scale; minus infinity for digital silence.</summary>
    public double Dbfs => 20 * Math.Log10(Amplitude);
}
