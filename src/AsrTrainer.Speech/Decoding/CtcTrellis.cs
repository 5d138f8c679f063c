using AsrTrainer.Speech.Text;

namespace AsrTrainer.Speech.Decoding;

/// <summary>
/// The best scores with which CTC paths for one text can begin, frame by frame: the forward variables of Graves et al. 2006, section
/// 4.1, with the maximum in the place of the sum. The states stand in pairs: the blank before token i, and token i; the blank after the
/// last token ends the row. Of these only the pairs are looked at that can be reached by a frame, and from which the rest of the text
/// still fits into the frames that follow.
/// </summary>
internal sealed class CtcTrellis
{
    // Bits of a choice: from where a path came into the token of a pair, and into its blank; none where it stayed.
    private const byte TokenFromBlank = 1;
    private const byte TokenFromToken = 2;
    private const byte BlankFromToken = 4;

    private readonly int frames;
    private readonly int[] tokens;
    private readonly int[] needed;
    private readonly double[] inBlank;
    private readonly double[] inToken;

    /// <param name="text">Tokens without blanks.</param>
    /// <param name="frames">The length of the paths, long enough for the text.</param>
    public CtcTrellis(ReadOnlySpan<int> text, int frames)
    {
        this.frames = frames;

        // What is computed for the token behind the last blank is never asked for.
        tokens = [.. text, Alphabet.Blank];
        needed = new int[tokens.Length];
        for (var i = 1; i < needed.Length; i++)
        {
            needed[i] = needed[i - 1] + (IsRepeat(i - 1) ? 2 : 1);
        }

        (inBlank, inToken) = (new double[tokens.Length], new double[tokens.Length]);
        Array.Fill(inBlank, double.NegativeInfinity);
        Array.Fill(inToken, double.NegativeInfinity);
        inBlank[0] = 0;
    }

    /// <summary>The score of the best path, once all frames are taken.</summary>
    public double Score => Math.Max(inBlank[^1], EndInToken);

    /// <summary>Whether that path ends in the last token and not in the blank after it.</summary>
    public bool EndsInToken => EndInToken > inBlank[^1];

    private double EndInToken => tokens.Length > 1 ? inToken[^2] : double.NegativeInfinity;

    /// <summary>The pairs that a path may be in at a frame, the last one included.</summary>
    public (int First, int Last) Pairs(int frame)
    {
        // A path in pair i has given i tokens or one more by the end of this frame.
        var given = needed[^1] - (frames - 1 - frame);
        return (Math.Max(0, CountBelow(given) - 1), CountBelow(frame + 1) - 1);
    }

    /// <summary>Takes the next frame.</summary>
    /// <param name="logProbs">Of all tokens in it.</param>
    /// <param name="frame">Its number.</param>
    /// <param name="choices">Gets the choices for each of <see cref="Pairs"/>, the first at 0.</param>
    public void Step(ReadOnlySpan<float> logProbs, int frame, Span<byte> choices)
    {
        var (first, last) = Pairs(frame);
        double blank = logProbs[Alphabet.Blank];
        for (var i = last; i >= first; i--)
        {
            var left = i == 0 ? double.NegativeInfinity : inToken[i - 1];
            var choice = 0;
            var best = inToken[i];
            if (inBlank[i] > best)
            {
                (best, choice) = (inBlank[i], TokenFromBlank);
            }

            if (left > best && !IsRepeat(i))
            {
                (best, choice) = (left, TokenFromToken);
            }

            inToken[i] = best + logProbs[tokens[i]];
            if (left > inBlank[i])
            {
                inBlank[i] = left;
                choice |= BlankFromToken;
            }

            inBlank[i] += blank;
            choices[i - first] = (byte)choice;
        }

        // Too late from here on: its score is of an earlier frame.
        if (first > 0)
        {
            inToken[first - 1] = double.NegativeInfinity;
        }
    }

    /// <summary>Where a path was at the frame before, by the choice made for its pair.</summary>
    public static (int Pair, bool IsToken) Before(int pair, bool isToken, byte choice) => isToken
        ? ((choice & TokenFromToken) != 0 ? pair - 1 : pair, (choice & TokenFromBlank) == 0)
        : ((choice & BlankFromToken) != 0 ? pair - 1 : pair, (choice & BlankFromToken) != 0);

    /// <summary>The scores before a frame, for <see cref="Restore"/>.</summary>
    public double[] Save(int frame)
    {
        var (first, last) = PairsBefore(frame);
        return [.. inBlank.AsSpan(first..(last + 1)), .. inToken.AsSpan(first..(last + 1))];
    }

    /// <summary>Goes back to before a frame.</summary>
    public void Restore(int frame, double[] saved)
    {
        var (first, last) = PairsBefore(frame);
        Array.Fill(inBlank, double.NegativeInfinity);
        Array.Fill(inToken, double.NegativeInfinity);
        saved.AsSpan(..(saved.Length / 2)).CopyTo(inBlank.AsSpan(first..(last + 1)));
        saved.AsSpan((saved.Length / 2)..).CopyTo(inToken.AsSpan(first..(last + 1)));
    }

    private (int First, int Last) PairsBefore(int frame) => frame == 0 ? (0, 0) : Pairs(frame - 1);

    private bool IsRepeat(int i) => i > 0 && tokens[i] == tokens[i - 1];

    /// <summary>How many beginnings of the text need fewer frames than <paramref name="count"/>.</summary>
    private int CountBelow(int count)
    {
        var place = Array.BinarySearch(needed, count);
        return place < 0 ? ~place : place;
    }
}
