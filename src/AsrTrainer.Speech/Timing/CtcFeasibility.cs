namespace AsrTrainer.Speech.Timing;

/// <summary>
/// Whether a transcript fits into an utterance under CTC (Graves et al. 2006): each token takes a frame, and between two equal neighbours
/// stands a blank, or they would collapse into one.
/// </summary>
public static class CtcFeasibility
{
    /// <summary>The fewest model frames <paramref name="tokens"/> can be aligned with: their count plus the adjacent repeats.</summary>
    public static int RequiredFrames(ReadOnlySpan<int> tokens)
    {
        var frames = tokens.Length;
        for (var i = 1; i < tokens.Length; i++)
        {
            if (tokens[i] == tokens[i - 1])
            {
                frames++;
            }
        }

        return frames;
    }

    /// <summary>Whether <paramref name="tokens"/> can be aligned with <paramref name="modelFrames"/> frames.</summary>
    public static bool IsAlignable(ReadOnlySpan<int> tokens, long modelFrames) => RequiredFrames(tokens) <= modelFrames;
}
