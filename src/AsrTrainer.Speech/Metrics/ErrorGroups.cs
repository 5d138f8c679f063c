namespace AsrTrainer.Speech.Metrics;

/// <summary>Splits a set into parts that are scored one by one.</summary>
public static class ErrorGroups
{
    // The longest of each group but the last; what is longer makes the last.
    private static readonly int[] WordLimits = [0, 2, 5, 10, 20, 40];
    private static readonly int[] SecondLimits = [2, 5, 10, 15, 20, 30];

    /// <summary>A set for each speaker, by name; empty where the speaker of any utterance is unknown.</summary>
    public static IReadOnlyList<ScoredSet> BySpeaker(ScoredSet set) => set.Utterances.Any(one => one.Speaker is null)
        ? []
        :
        [
            .. set.Utterances
                .GroupBy(one => one.Speaker!)
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => new ScoredSet(group.Key, [.. group])),
        ];

    /// <summary>By the words in the reference: 0, 1-2, 3-5, 6-10, 11-20, 21-40, 41+; those that occur.</summary>
    public static IReadOnlyList<ScoredSet> ByWords(ScoredSet set) => Split(set, one => one.Words.ReferenceLength, WordLimits, index =>
        index == WordLimits.Length ? $"{WordLimits[^1] + 1}+"
        : index == 0 ? "0"
        : $"{WordLimits[index - 1] + 1}-{WordLimits[index]}");

    /// <summary>
    /// By the seconds of audio: 0-2, 2-5, 5-10, 10-15, 15-20, 20-30, 30+ (a limit itself is in the lower group); those that occur. Empty
    /// where a length is unknown.
    /// </summary>
    public static IReadOnlyList<ScoredSet> BySeconds(ScoredSet set) => set.Seconds is null
        ? []
        : Split(set, one => one.Seconds!.Value, SecondLimits, index =>
            index == SecondLimits.Length ? $"{SecondLimits[^1]}+" : $"{(index == 0 ? 0 : SecondLimits[index - 1])}-{SecondLimits[index]}");

    private static IReadOnlyList<ScoredSet> Split(
        ScoredSet set, Func<ScoredUtterance, double> length, int[] limits, Func<int, string> name) =>
    [
        .. set.Utterances
            .GroupBy(one => limits.Count(limit => length(one) > limit))
            .OrderBy(group => group.Key)
            .Select(group => new ScoredSet(name(group.Key), [.. group])),
    ];
}
