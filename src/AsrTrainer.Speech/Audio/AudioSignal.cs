namespace AsrTrainer.Speech.Audio;

/// <summary>One channel of sound.</summary>
/// <param name="Samples">Amplitudes; full scale is -1 to 1.</param>
/// <param name="SampleRate">Samples per second.</param>
public sealed record AudioSignal(float[] Samples, int SampleRate)
{
    /// <summary>The duration in seconds.</summary>
    public double Seconds => (double)Samples.Length / SampleRate;
}
