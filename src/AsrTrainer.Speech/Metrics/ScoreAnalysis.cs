namespace AsrTrainer.Speech.Metrics;

/// <summary>Everything that reports say of a set.</summary>
/// <param name="Set">The set with its counts.</param>
/// <param name="Sampling">How the intervals were found.</param>
/// <param name="Words">The interval of the word error rate; null, as the others, with fewer than two units.</param>
/// <param name="Characters">That of the character error rate.</param>
/// <param name="Sentences">That of the sentence error rate.</param>
/// <param name="Confusions">Words that were taken for others, or not recognised, or not said.</param>
/// <param name="Speakers">Each speaker as a set; empty where speakers are unknown.</param>
/// <param name="ByWords">The set split by the length of references.</param>
/// <param name="BySeconds">The set split by the length of audio; empty where that is unknown.</param>
public sealed record ScoreAnalysis(
    ScoredSet Set,
    Bootstrap Sampling,
    RateInterval? Words,
    RateInterval? Characters,
    RateInterval? Sentences,
    Confusions Confusions,
    IReadOnlyList<ScoredSet> Speakers,
    IReadOnlyList<ScoredSet> ByWords,
    IReadOnlyList<ScoredSet> BySeconds)
{
    /// <summary>Analyses a set; it may be empty.</summary>
    public static ScoreAnalysis Of(ScoredSet set)
    {
        ArgumentNullException.ThrowIfNull(set);
        var sampling = new Bootstrap([.. set.Utterances.Select(one => one.Speaker)]);
        return new ScoreAnalysis(
            set,
            sampling,
            Rate(one => one.Words),
            Rate(one => one.Characters),
            sampling.Ratio(set.Utterances.Select(one => one.IsWrong ? 1L : 0), set.Utterances.Select(_ => 1L))?.Interval,
            Confusions.Of(set.Utterances),
            ErrorGroups.BySpeaker(set),
            ErrorGroups.ByWords(set),
            ErrorGroups.BySeconds(set));

        RateInterval? Rate(Func<ScoredUtterance, ErrorCounts> counts) => sampling.Ratio(
            set.Utterances.Select(one => counts(one).Errors), set.Utterances.Select(one => counts(one).ReferenceLength))?.Interval;
    }
}
