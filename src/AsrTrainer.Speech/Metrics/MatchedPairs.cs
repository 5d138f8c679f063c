namespace AsrTrainer.Speech.Metrics;

/// <summary>
/// The matched-pairs sentence-segment word error test, MAPSSWE (Gillick and Cox, "Some statistical issues in the comparison of speech
/// recognition algorithms", ICASSP 1989; the form that NIST uses: Pallett et al., "Tools for the analysis of benchmark speech recognition
/// tests", ICASSP 1990). Utterances fall into segments, parted by at least two words in a row that both systems have right with nothing
/// inserted between them; the segments' differences in errors are taken for independent.
/// </summary>
/// <param name="Segments">The segments in which either system has an error.</param>
/// <param name="MeanDifference">Errors of the second system less those of the first, for a segment; 0 without segments.</param>
/// <param name="Z">The mean over its standard error; null where that is 0 or there are fewer than two segments.</param>
/// <param name="PValue">
/// How probable a mean at least as far from 0 would be if it were 0 in truth, by the normal distribution; 1 where no segment differs, null
/// where <paramref name="Z"/> is and segments differ.
/// </param>
public sealed record MatchedPairs(int Segments, double MeanDifference, double? Z, double? PValue)
{
    private const int WordsBetweenSegments = 2;

    /// <summary>Tests two systems on the same utterances.</summary>
    /// <param name="pairs">One utterance each, with the same reference.</param>
    public static MatchedPairs Of(IEnumerable<(ScoredUtterance First, ScoredUtterance Second)> pairs)
    {
        double[] differences =
        [
            .. pairs
                .SelectMany(pair => SegmentErrors(pair.First.Reference, pair.First.Hypothesis, pair.Second.Hypothesis))
                .Select(errors => (double)(errors.Second - errors.First)),
        ];
        var mean = differences.DefaultIfEmpty().Average();
        var squares = differences.Sum(difference => (difference - mean) * (difference - mean));
        double? z = squares > 0 ? mean / Math.Sqrt(squares / (differences.Length - 1) / differences.Length) : null;
        return new MatchedPairs(
            differences.Length, mean, z, z is { } known ? NormalDistribution.TwoSidedTail(known) : mean == 0 ? 1 : null);
    }

    /// <summary>The errors of both systems in each segment of an utterance in which there are any.</summary>
    internal static IReadOnlyList<(int First, int Second)> SegmentErrors(string reference, string first, string second)
    {
        var words = ErrorRates.SplitWords(reference);
        var (errorsOfFirst, errorsOfSecond) = (ErrorsByWord(words, first), ErrorsByWord(words, second));
        List<(int First, int Second)> segments = [];
        var (inFirst, inSecond, right) = (0, 0, 0);
        for (var place = 0; place < errorsOfFirst.Length; place++)
        {
            var (before, wrong) = errorsOfFirst[place] + errorsOfSecond[place];
            inFirst += errorsOfFirst[place].Total;
            inSecond += errorsOfSecond[place].Total;
            right = wrong > 0 ? 0 : before > 0 ? 1 : right + 1;
            if ((right >= WordsBetweenSegments || place == words.Length) && inFirst + inSecond > 0)
            {
                segments.Add((inFirst, inSecond));
                (inFirst, inSecond) = (0, 0);
            }
        }

        return segments;
    }

    // For each word of the reference what is inserted before it and whether it is wrong; last, what is inserted at the end.
    private static WordErrors[] ErrorsByWord(string[] reference, string hypothesis)
    {
        var errors = new WordErrors[reference.Length + 1];
        foreach (var step in EditAlignment.Align<string>(reference, ErrorRates.SplitWords(hypothesis)))
        {
            errors[step.ReferenceIndex] += step.Kind switch
            {
                EditKind.Insertion => new WordErrors(1, 0),
                EditKind.Match => default,
                _ => new WordErrors(0, 1),
            };
        }

        return errors;
    }

    private readonly record struct WordErrors(int InsertedBefore, int Wrong)
    {
        public int Total => InsertedBefore + Wrong;

        public static WordErrors operator +(WordErrors left, WordErrors right) =>
            new(left.InsertedBefore + right.InsertedBefore, left.Wrong + right.Wrong);
    }
}
