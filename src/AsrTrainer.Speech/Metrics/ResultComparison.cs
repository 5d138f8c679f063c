using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Speech.Metrics;

/// <summary>Two systems on the same utterances.</summary>
/// <param name="First">The first system's set.</param>
/// <param name="Second">The second's, in the same order.</param>
/// <param name="Sampling">How interval and bootstrap were found.</param>
/// <param name="Difference">Word error rate of the second less that of the first: negative where the second is better.</param>
/// <param name="Resampled">The difference in every draw, each utterance with both its hypotheses; null with fewer than two units.</param>
/// <param name="MatchedPairs">The matched-pairs test.</param>
public sealed record ResultComparison(
    ScoredSet First,
    ScoredSet Second,
    Bootstrap Sampling,
    double Difference,
    ResampledRatio? Resampled,
    MatchedPairs MatchedPairs)
{
    /// <summary>Each utterance with the results of both systems.</summary>
    public IReadOnlyList<(ScoredUtterance First, ScoredUtterance Second)> Pairs { get; } =
        [.. First.Utterances.Zip(Second.Utterances)];

    /// <summary>The utterances whose number of word errors changed most, at most <paramref name="count"/>.</summary>
    public IReadOnlyList<(ScoredUtterance First, ScoredUtterance Second)> ChangedMost(int count) =>
    [
        .. Pairs
            .Where(pair => pair.First.Words.Errors != pair.Second.Words.Errors)
            .OrderByDescending(pair => Math.Abs(pair.Second.Words.Errors - pair.First.Words.Errors))
            .ThenBy(pair => pair.First.Id, StringComparer.Ordinal)
            .Take(count),
    ];

    /// <summary>Compares two sets.</summary>
    /// <exception cref="UserFault">They have not the same utterances, or not the same references.</exception>
    public static ResultComparison Of(ScoredSet first, ScoredSet second)
    {
        var others = second.Utterances.ToDictionary(one => one.Id, StringComparer.Ordinal);
        RequireSame(first, second, others);
        second = second with { Utterances = [.. first.Utterances.Select(one => others[one.Id])] };
        var sampling = new Bootstrap([.. first.Utterances.Select(one => one.Speaker)]);
        var pairs = first.Utterances.Zip(second.Utterances);
        return new ResultComparison(
            first,
            second,
            sampling,
            second.Words.Rate - first.Words.Rate,
            sampling.Ratio(
                pairs.Select(pair => pair.Second.Words.Errors - pair.First.Words.Errors),
                first.Utterances.Select(one => one.Words.ReferenceLength)),
            MatchedPairs.Of(pairs));
    }

    private static void RequireSame(ScoredSet first, ScoredSet second, Dictionary<string, ScoredUtterance> others)
    {
        string[] differ =
        [
            .. first.Utterances
                .Where(one => others.TryGetValue(one.Id, out var other) && other.Reference != one.Reference)
                .Select(one => one.Id),
        ];
        List<string> problems =
        [
            .. SameUtterances.Problems(first.Name, first.Utterances.Select(one => one.Id), second.Name, others.Keys),
        ];
        if (differ.Length > 0)
        {
            problems.Add(
                $"{second.Name} has other references than {first.Name} for {SameUtterances.Some(differ)}; score both against the same "
                + "ones");
        }

        if (problems.Count > 0)
        {
            throw new UserFault(ExitCode.Data, problems);
        }
    }
}
