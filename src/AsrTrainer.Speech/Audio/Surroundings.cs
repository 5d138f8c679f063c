using AsrTrainer.Speech.Randomness;

namespace AsrTrainer.Speech.Audio;

/// <summary>
/// Puts silence around an utterance, and sometimes faint noise over all of it, so that clips do not all begin and end alike.
/// </summary>
public static class Surroundings
{
    // An utterance in four stays as it was recorded; the silence of every second of the others is noise.
    private const double UntouchedShare = 0.25;
    private const double SilentShare = 0.5;

    // Of the noise's root mean square, in dB beside full scale: what a quiet room and a good microphone give, and a noisy line.
    private const double FaintestNoise = -90;
    private const double LoudestNoise = -50;

    /// <summary>The samples with up to <paramref name="edgeSeconds"/> before them and as much after them; often as they are.</summary>
    /// <param name="samples">At <paramref name="sampleRate"/>.</param>
    /// <param name="sampleRate">In Hz.</param>
    /// <param name="edgeSeconds">The most on each side.</param>
    /// <param name="random">What it depends on.</param>
    public static float[] Apply(float[] samples, int sampleRate, double edgeSeconds, ref CounterRandom random)
    {
        ArgumentNullException.ThrowIfNull(samples);
        if (random.NextDouble() < UntouchedShare)
        {
            return samples;
        }

        var before = (int)(random.NextDouble() * edgeSeconds * sampleRate);
        var after = (int)(random.NextDouble() * edgeSeconds * sampleRate);
        var surrounded = new float[before + samples.Length + after];
        samples.CopyTo(surrounded, before);
        if (random.NextDouble() >= SilentShare)
        {
            var level = FaintestNoise + ((LoudestNoise - FaintestNoise) * random.NextDouble());

            // Uniform noise of width 1 has the deviation 1 / sqrt(12).
            var width = Math.Sqrt(12) * Math.Pow(10, level / 20);
            for (var i = 0; i < surrounded.Length; i++)
            {
                surrounded[i] += (float)(width * (random.NextDouble() - 0.5));
            }
        }

        return surrounded;
    }
}
