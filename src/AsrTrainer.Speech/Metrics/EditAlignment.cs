namespace AsrTrainer.Speech.Metrics;

/// <summary>
/// Aligns two sequences with the fewest errors (Levenshtein 1966; dynamic programming after Wagner and Fischer 1974). Of the
/// alignments with the fewest errors it takes one with the most matches: then the numbers of substitutions, deletions and insertions
/// are unique, and exchanging the sequences exchanges deletions and insertions and nothing else.
/// </summary>
public static class EditAlignment
{
    // A cost holds the errors in its upper half and the substitutions in its lower half: least cost = fewest errors, then most matches.
    private const long InsertOrDelete = 1L << 32;
    private const long Substitute = InsertOrDelete + 1;

    /// <summary>
    /// The steps that turn the reference into the hypothesis, in order. Needs one byte for every pair of elements; for counts
    /// alone <see cref="Count"/> needs far less.
    /// </summary>
    public static IReadOnlyList<EditStep> Align<T>(ReadOnlySpan<T> reference, ReadOnlySpan<T> hypothesis)
        where T : IEquatable<T>
    {
        byte[,] kinds = new byte[reference.Length + 1, hypothesis.Length + 1];
        long[] costs = FirstRow(hypothesis.Length);
        kinds.AsRow(0)[1..].Fill((byte)EditKind.Insertion);
        for (int r = 1; r <= reference.Length; r++)
        {
            Span<byte> row = kinds.AsRow(r);
            row[0] = (byte)EditKind.Deletion;
            NextRow(costs, reference[r - 1], hypothesis, row);
        }
        return Trace(kinds, reference.Length, hypothesis.Length);
    }

    /// <summary>The errors of the same alignment, in memory proportional to the length of the hypothesis.</summary>
    public static ErrorCounts Count<T>(ReadOnlySpan<T> reference, ReadOnlySpan<T> hypothesis)
        where T : IEquatable<T>
    {
        int referenceLength = reference.Length;
        // What both begin and end with can always be matched without loss; good hypotheses are mostly that.
        int prefix = reference.CommonPrefixLength(hypothesis);
        reference = reference[prefix..];
        hypothesis = hypothesis[prefix..];
        int suffix = 0;
        while (suffix < Math.Min(reference.Length, hypothesis.Length) && reference[^(suffix + 1)].Equals(hypothesis[^(suffix + 1)]))
        {
            suffix++;
        }
        reference = reference[..^suffix];
        hypothesis = hypothesis[..^suffix];

        long[] costs = FirstRow(hypothesis.Length);
        foreach (T element in reference)
        {
            NextRow(costs, element, hypothesis, default);
        }
        long errors = costs[^1] >> 32;
        long substitutions = costs[^1] & 0xFFFFFFFF;
        // deletions - insertions is the difference of the lengths, whatever the alignment.
        long deletions = (errors - substitutions + reference.Length - hypothesis.Length) / 2;
        return new ErrorCounts(substitutions, deletions, errors - substitutions - deletions, referenceLength);
    }

    private static long[] FirstRow(int hypothesisLength)
    {
        long[] costs = new long[hypothesisLength + 1];
        for (int h = 1; h < costs.Length; h++)
        {
            costs[h] = h * InsertOrDelete;
        }
        return costs;
    }

    /// <summary>Turns the costs of one reference prefix into those of the next; notes the steps taken where asked to.</summary>
    private static void NextRow<T>(long[] costs, T element, ReadOnlySpan<T> hypothesis, Span<byte> kinds)
        where T : IEquatable<T>
    {
        long diagonal = costs[0];
        costs[0] += InsertOrDelete;
        for (int h = 1; h < costs.Length; h++)
        {
            bool same = element.Equals(hypothesis[h - 1]);
            long best = diagonal + (same ? 0 : Substitute);
            EditKind kind = same ? EditKind.Match : EditKind.Substitution;
            diagonal = costs[h];
            if (costs[h] + InsertOrDelete < best)
            {
                best = costs[h] + InsertOrDelete;
                kind = EditKind.Deletion;
            }
            if (costs[h - 1] + InsertOrDelete < best)
            {
                best = costs[h - 1] + InsertOrDelete;
                kind = EditKind.Insertion;
            }
            costs[h] = best;
            if (!kinds.IsEmpty)
            {
                kinds[h] = (byte)kind;
            }
        }
    }

    private static List<EditStep> Trace(byte[,] kinds, int r, int h)
    {
        List<EditStep> steps = new(Math.Max(r, h));
        while (r > 0 || h > 0)
        {
            EditKind kind = (EditKind)kinds[r, h];
            r -= kind == EditKind.Insertion ? 0 : 1;
            h -= kind == EditKind.Deletion ? 0 : 1;
            steps.Add(new EditStep(kind, r, h));
        }
        steps.Reverse();
        return steps;
    }

    private static Span<byte> AsRow(this byte[,] matrix, int row) =>
        System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref matrix[row, 0], matrix.GetLength(1));
}
