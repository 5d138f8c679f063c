namespace AsrTrainer.Speech.Metrics;

/// <summary>
/// Edit errors of hypotheses against references. Counts add up: the rate of a corpus is the rate of the sum, never the mean of
/// the utterances' rates.
/// </summary>
/// <param name="Substitutions">Reference elements that the hypothesis has as another element.</param>
/// <param name="Deletions">Reference elements that the hypothesis lacks.</param>
/// <param name="Insertions">Hypothesis elements that the reference lacks.</param>
/// <param name="ReferenceLength">Elements (words or characters) of the reference.</param>
public readonly record struct ErrorCounts(long Substitutions, long Deletions, long Insertions, long ReferenceLength)
{
    /// <summary>All errors together.</summary>
    public long Errors => Substitutions + Deletions + Insertions;

    /// <summary>Reference elements that the hypothesis has right.</summary>
    public long Matches => ReferenceLength - Substitutions - Deletions;

    /// <summary>
    /// Errors over reference length: 0 is perfect, above 1 is possible. An empty reference counts as one element, so that the rate
    /// is 0 where nothing was said and nothing recognised, and otherwise the number of insertions: always a finite number.
    /// </summary>
    public double Rate => (double)Errors / Math.Max(1, ReferenceLength);

    /// <summary>The counts of both together.</summary>
    public static ErrorCounts operator +(ErrorCounts left, ErrorCounts right) => new(
        left.Substitutions + right.Substitutions,
        left.Deletions + right.Deletions,
        left.Insertions + right.Insertions,
        left.ReferenceLength + right.ReferenceLength);
}
