namespace AsrTrainer.Neural.Transcription;

/// <summary>What the model said of one stretch of audio.</summary>
/// <param name="Values">Log-probabilities (T,V), row-major; blank first.</param>
/// <param name="Frames">T.</param>
internal sealed record LogProbs(float[] Values, int Frames)
{
    /// <summary>Some of the frames.</summary>
    public LogProbs this[Range frames]
    {
        get
        {
            var (from, count) = frames.GetOffsetAndLength(Frames);
            var width = Values.Length / Frames;
            return new LogProbs(Values[(from * width)..((from + count) * width)], count);
        }
    }

    /// <summary>
    /// One sequence of this and what was said of audio that begins before this ends. They change over in the middle half of what both
    /// heard, where both are surest that nothing is being said: a token that lies across the seam would be lost or doubled, since the
    /// two need not agree on its frame.
    /// </summary>
    /// <param name="next">The continuation.</param>
    /// <param name="overlap">How many of its first frames this has as well.</param>
    public LogProbs Join(LogProbs next, int overlap)
    {
        var common = Math.Min(Math.Min(overlap, Frames), next.Frames);
        var seam = Seam(next, overlap, common);
        var width = Values.Length / Frames;
        var kept = Frames - overlap + seam;
        return new LogProbs([.. Values.AsSpan(0, kept * width), .. next.Values.AsSpan(seam * width)], kept + next.Frames - seam);
    }

    // The first frame, in next, that is taken from there.
    private int Seam(LogProbs next, int overlap, int common)
    {
        var middle = common / 2;
        var (best, surest) = (middle, double.NegativeInfinity);
        for (var distance = 0; distance <= common / 4; distance++)
        {
            foreach (var seam in (int[])[middle - distance, middle + distance])
            {
                var sureness = Sureness(next, Frames - overlap, seam, common);
                if (sureness > surest)
                {
                    (best, surest) = (seam, sureness);
                }
            }
        }

        return best;
    }

    // A token that the two hear a frame apart is safe if the frames beside the seam are blank in both; those further off decide between
    // such.
    private double Sureness(LogProbs next, int offset, int seam, int common) =>
        Blank(next, offset, seam, common, neighbours: 1) + (0.01 * Blank(next, offset, seam, common, neighbours: 3));

    // The least log-probability of blank among so many frames on either side of the seam.
    private double Blank(LogProbs next, int offset, int seam, int common, int neighbours)
    {
        var width = Values.Length / Frames;
        var least = 0.0;
        for (var frame = Math.Max(0, seam - neighbours); frame < Math.Min(common, seam + neighbours); frame++)
        {
            least = Math.Min(least, Math.Min(Values[(offset + frame) * width], next.Values[frame * width]));
        }

        return least;
    }
}
