namespace AsrTrainer.Speech.Audio;

/// <summary>
/// Fills the band that sound of a lower rate lacks. A model that was trained on whole bands hears hiss and consonants there; of an empty
/// band it makes something else altogether. What is missing follows from the upper half of what is there: its envelope, which rectifying
/// gives together with overtones, raised to the level that read speech has (a published idea: high-frequency regeneration, Makhoul and Berouti 1979).
/// </summary>
internal static class UpperBand
{
    private const int HalfTaps = 63;
    private const float Level = 3;

    /// <summary>The same samples with something above what they have; the memory of a block is used again for the next.</summary>
    /// <param name="blocks">Samples that were brought to <paramref name="sampleRate"/>.</param>
    /// <param name="sampleRate">Their rate in Hz.</param>
    /// <param name="edge">What lies above this is missing, in Hz.</param>
    public static IEnumerable<ReadOnlyMemory<float>> Fill(IEnumerable<ReadOnlyMemory<float>> blocks, int sampleRate, double edge)
    {
        var source = new Filter(Band(edge / 2, 0.95 * edge, sampleRate));
        var above = new Filter(Band(edge, sampleRate / 2.0, sampleRate));
        var waiting = new Queue<float>();
        var ahead = 2 * HalfTaps;
        var made = Array.Empty<float>();
        foreach (var block in blocks.Append(new float[ahead]))
        {
            made = made.Length < block.Length ? new float[block.Length] : made;
            var count = 0;
            foreach (var sample in block.ToArray())
            {
                waiting.Enqueue(sample);
                var upper = Level * above.Next(Math.Abs(source.Next(sample)));
                if (waiting.Count > ahead)
                {
                    made[count++] = waiting.Dequeue() + upper;
                }
            }

            yield return made.AsMemory(0, count);
        }
    }

    // A band's filter of linear phase: the difference of two low-passes, with a Hamming window.
    private static float[] Band(double low, double high, int sampleRate)
    {
        var taps = new float[(2 * HalfTaps) + 1];
        for (var i = 0; i < taps.Length; i++)
        {
            double n = i - HalfTaps;
            var window = 0.54 + (0.46 * Math.Cos(Math.PI * n / HalfTaps));
            taps[i] = (float)(window * (LowPass(high / sampleRate, n) - LowPass(low / sampleRate, n)));
        }

        return taps;
    }

    private static double LowPass(double cycles, double n) => n == 0 ? 2 * cycles : Math.Sin(2 * Math.PI * cycles * n) / (Math.PI * n);

    private sealed class Filter(float[] taps)
    {
        private readonly float[] last = new float[2 * taps.Length];
        private int place;

        public float Next(float sample)
        {
            // Twice, so that the last samples always stand side by side.
            last[place] = last[place + taps.Length] = sample;
            place = (place + 1) % taps.Length;
            var sum = 0f;
            for (var i = 0; i < taps.Length; i++)
            {
                sum += taps[i] * last[place + i];
            }

            return sum;
        }
    }
}
