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
        var kinds = new byte[reference.Length + 1, hypothesis.Length + 1];
        var costs = FirstRow(hypothesis.Length);
        kinds.AsRow(0)[1..].Fill((byte)EditKind.Insertion);
        for (var r = 1; r <= reference.Length; r++)
        {
            var row = kinds.AsRow(r);
            row[0] = (byte)EditKind.Deletion;
            NextRow(costs, reference[r - 1], hypothesis, row);
        }

        return Trace(kinds, reference.Length, hypothesis.Length);
    }

    /// <summary>The errors of the same alignment, in memory proportional to the length of the hypothesis.</summary>
    public static ErrorCounts Count<T>(ReadOnlySpan<T> reference, ReadOnlySpan<T> hypothesis)
        where T : IEquatable<T>
    {
        var referenceLength = reference.Length;
        // What both begin and end with can always be matched without loss; good hypotheses are mostly that.
        var prefix = reference.CommonPrefixLength(hypothesis);
        reference = reference[prefix..];
        hypothesis = hypothesis[prefix..];
        var suffix = 0;
        while (suffix < Math.Min(reference.Length, hypothesis.Length) && reference[^(suffix + 1)].Equals(hypothesis[^(suffix + 1)]))
        {
            suffix++;
        }

        reference = reference[..^suffix];
        hypothesis = hypothesis[..^suffix];

        var costs = FirstRow(hypothesis.Length);
        foreach (var element in reference)
        {
            NextRow(costs, element, hypothesis, default);
        }

        var errors = costs[^1] >> 32;
        var substitutions = costs[^1] & 0xFFFFFFFF;
        // deletions - insertions is the difference of the lengths, whatever the alignment.
        var deletions = (errors - substitutions + reference.Length - hypothesis.Length) / 2;
        return new ErrorCounts(substitutions, deletions, errors - substitutions - deletions, referenceLength);
    }

    private static long[] FirstRow(int hypothesisLength)
    {
        var costs = new long[hypothesisLength + 1];
        for (var h = 1; h < costs.Length; h++)
        {
            costs[h] = h * InsertOrDelete;
        }

        return costs;
    }

    /// <summary>Turns the costs of one reference prefix into those of the next; notes the steps taken where asked to.</summary>
    private static void NextRow<T>(long[] costs, T element, ReadOnlySpan<T> hypothesis, Span<byte> kinds)
        where T : IEquatable<T>
    {
        var diagonal = costs[0];
        costs[0] += InsertOrDelete;
        for (var h = 1; h < costs.Length; h++)
        {
            var same = element.Equals(hypothesis[h - 1]);
            var best = diagonal + (same ? 0 : Substitute);
            var kind = same ? EditKind.Match : EditKind.Substitution;
            diagonal = costs[h];

            // Of a substitution and a gap that cost the same, the substitution comes first in the text: steps are traced from the end.
            if (costs[h] + InsertOrDelete < best + (same ? 0 : 1))
            {
                best = costs[h] + InsertOrDelete;
                kind = EditKind.Deletion;
            }

            if (costs[h - 1] + InsertOrDelete < best + (kind == EditKind.Substitution ? 1 : 0))
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
        var steps = new List<EditStep>(Math.Max(r, h));
        while (r > 0 || h > 0)
        {
            var kind = (EditKind)kinds[r, h];
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
