namespace AsrTrainer.Speech.Segmentation;

/// <summary>
/// Samples that do not change at all: put there by a program, and no part of what was recorded. Recordings that were joined with such
/// silence come apart again to the sample.
/// </summary>
internal static class DigitalSilence
{
    // A third of the smallest step of 16 bits, for what was resampled.
    private const float LargestStep = 1e-5f;

    /// <summary>No frame of it is louder, in dB beside full scale; what was recorded is.</summary>
    public const double Level = -115;

    /// <summary>Whether a sample may belong to it, the one before it being known.</summary>
    public static bool GoesOn(float before, float sample) => Math.Abs(sample - before) <= LargestStep;

    /// <summary>Where the last run of it in a stretch ends, the stretch's start where there is none.</summary>
    public static int EndOfLast(ReadOnlySpan<float> samples, int start, int end, int least)
    {
        var run = 0;
        for (var i = end - 1; i > start; i--)
        {
            run = GoesOn(samples[i - 1], samples[i]) ? run + 1 : 0;
            if (run == least)
            {
                return i + run;
            }
        }

        return start;
    }

    /// <summary>Where the first run of it in a stretch begins, the stretch's end where there is none.</summary>
    public static int StartOfFirst(ReadOnlySpan<float> samples, int start, int end, int least)
    {
        var run = 0;
        for (var i = start + 1; i < end; i++)
        {
            run = GoesOn(samples[i - 1], samples[i]) ? run + 1 : 0;
            if (run == least)
            {
                return i - run;
            }
        }

        return end;
    }
}
