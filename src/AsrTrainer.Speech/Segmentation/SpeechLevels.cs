namespace AsrTrainer.Speech.Segmentation;

/// <summary>
/// The level of sound, 10 ms by 10 ms, between some 500 and 3000 Hz: where speech is, without offsets and most hum.
/// </summary>
internal sealed class SpeechLevels
{
    private readonly int lag;
    private readonly float[] last;
    private double late;
    private double early;
    private double power;
    private int place;
    private int taken;

    /// <param name="sampleRate">Samples per second, 8000 or more.</param>
    public SpeechLevels(int sampleRate)
    {
        FrameSamples = sampleRate / 100;

        // The mean of a quarter of a millisecond less the mean of the one before it: the same band at every rate.
        lag = sampleRate / 4000;
        last = new float[2 * lag];
    }

    /// <summary>Samples of 10 ms.</summary>
    public int FrameSamples { get; }

    /// <summary>Takes a sample; the last of each frame gives the frame's level, in dB beside full scale.</summary>
    public double? Add(float sample)
    {
        var middle = last[(place + lag) % last.Length];
        early += middle - last[place];
        late += sample - middle;
        last[place] = sample;
        place = (place + 1) % last.Length;
        var difference = (late - early) / lag;
        power += difference * difference;
        if (++taken < FrameSamples)
        {
            return null;
        }

        var level = 10 * Math.Log10((power / FrameSamples) + 1e-12);
        (power, taken) = (0, 0);
        return level;
    }
}
