namespace AsrTrainer.Speech.Metrics;

/// <summary>A set of scored utterances. Its rates are those of the sums; a set without utterances has no errors and the rates 0.</summary>
/// <param name="Name">What reports call it.</param>
/// <param name="Utterances">The utterances, in the set's order.</param>
public sealed record ScoredSet(string Name, IReadOnlyList<ScoredUtterance> Utterances)
{
    /// <summary>Utterances of the set that are not in the score since they cannot be used; null where that is not known.</summary>
    public int? LeftOut { get; init; } = 0;

    /// <summary>Word errors of all together.</summary>
    public ErrorCounts Words { get; } = Utterances.Aggregate(default(ErrorCounts), (sum, one) => sum + one.Words);

    /// <summary>Character errors of all together, spaces counted.</summary>
    public ErrorCounts Characters { get; } = Utterances.Aggregate(default(ErrorCounts), (sum, one) => sum + one.Characters);

    /// <summary>Utterances with any word error.</summary>
    public int SentenceErrors { get; } = Utterances.Count(one => one.IsWrong);

    /// <summary>Their share, 0 to 1.</summary>
    public double SentenceErrorRate => (double)SentenceErrors / Math.Max(1, Utterances.Count);

    /// <summary>The length of all audio in seconds; null where that of any utterance is unknown.</summary>
    public double? Seconds { get; } = Utterances.All(one => one.Seconds is not null) ? Utterances.Sum(one => one.Seconds) : null;

    /// <summary>Several sets as one.</summary>
    public static ScoredSet Together(string name, IReadOnlyList<ScoredSet> parts) =>
        new(name, [.. parts.SelectMany(part => part.Utterances)])
        {
            LeftOut = parts.All(part => part.LeftOut is not null) ? parts.Sum(part => part.LeftOut) : null,
        };

    /// <summary>The utterances with most word errors, at most <paramref name="count"/> and none without an error.</summary>
    public IReadOnlyList<ScoredUtterance> Worst(int count) =>
    [
        // By the number of errors, since that is what moves the rate of the set; by rate, short utterances would fill the list.
        .. Utterances
            .Where(one => one.IsWrong)
            .OrderByDescending(one => one.Words.Errors)
            .ThenByDescending(one => one.Words.Rate)
            .ThenBy(one => one.Id, StringComparer.Ordinal)
            .Take(count),
    ];
}
