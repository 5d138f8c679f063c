namespace AsrTrainer.Speech.Audio;

/// <summary>How loud a sound is from moment to moment: the mean power of blocks of 10 ms, in decibels of full scale.</summary>
/// <param name="sampleRate">Samples per second, at least 100.</param>
public sealed class SoundLevels(int sampleRate)
{
    /// <summary>The level of digital silence, and the lowest there is.</summary>
    public const float Silence = -100;

    private readonly int blockSamples = sampleRate / 100;
    private readonly List<float> levels = [];
    private double sum;
    private int count;

    /// <summary>The number of blocks, of which the last may be a part of one.</summary>
    public int Count => levels.Count + (count > 0 ? 1 : 0);

    /// <summary>The level of a block, from 0, in decibels.</summary>
    public float this[int block] => block < levels.Count ? levels[block] : Decibels(sum / count);

    /// <summary>The levels of a whole sound.</summary>
    public static SoundLevels Of(AudioSignal signal)
    {
        ArgumentNullException.ThrowIfNull(signal);
        var levels = new SoundLevels(signal.SampleRate);
        levels.Add(signal.Samples);
        return levels;
    }

    /// <summary>Takes the next samples of one channel.</summary>
    public void Add(ReadOnlySpan<float> samples)
    {
        foreach (var sample in samples)
        {
            sum += (double)sample * sample;
            if (++count == blockSamples)
            {
                levels.Add(Decibels(sum / count));
                (sum, count) = (0, 0);
            }
        }
    }

    /// <summary>The block boundary nearest to a time in seconds, at most <see cref="Count"/>.</summary>
    public int BlockAt(double seconds) => (int)Math.Min(Count, Math.Round(seconds * sampleRate / blockSamples));

    /// <summary>Where a block starts, in seconds; behind the last, the end of the sound.</summary>
    public double Seconds(int block) => (double)Math.Min((long)block * blockSamples, ((long)levels.Count * blockSamples) + count) / sampleRate;

    /// <summary>The level that a share of the blocks, 0 to 1, do not exceed.</summary>
    public float Quantile(double share)
    {
        float[] sorted = [.. Enumerable.Range(0, Count).Select(block => this[block])];
        Array.Sort(sorted);
        return sorted.Length == 0 ? Silence : sorted[(int)(share * (sorted.Length - 1))];
    }

    private static float Decibels(double power) => Math.Max(Silence, (float)(10 * Math.Log10(power)));
}
