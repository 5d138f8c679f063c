namespace AsrTrainer.Speech.Metrics;

/// <summary>Says where two files that are held against each other do not hold the same utterances.</summary>
public static class SameUtterances
{
    private const int Named = 3;

    /// <summary>What is wrong, a sentence for each direction; empty where both have the same ids.</summary>
    public static IEnumerable<string> Problems(string first, IEnumerable<string> ofFirst, string second, IEnumerable<string> ofSecond)
    {
        var (one, other) = (ofFirst.ToHashSet(StringComparer.Ordinal), ofSecond.ToHashSet(StringComparer.Ordinal));
        return [.. Missing(first, one, second, other), .. Missing(second, other, first, one)];
    }

    /// <summary>How many there are, and the first of them.</summary>
    internal static string Some(IReadOnlyList<string> ids) =>
        $"{ids.Count} of the utterances ({string.Join(", ", ids.Take(Named))}{(ids.Count > Named ? ", ..." : "")})";

    private static IEnumerable<string> Missing(string first, HashSet<string> ofFirst, string second, HashSet<string> ofSecond)
    {
        string[] missing = [.. ofFirst.Where(id => !ofSecond.Contains(id))];
        return missing.Length == 0
            ? []
            : [$"{second} lacks {Some(missing)} of {first}; both must have every utterance, without words where nothing was recognised"];
    }
}
