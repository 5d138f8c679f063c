using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Speech.Corpora;

/// <summary>Refuses a corpus of which too much cannot be used, with all that has to be mended.</summary>
public static class CorpusRefusal
{
    private const int ShownOfEachKind = 20;
    private const int CharactersShown = 20;

    /// <summary>Refuses one corpus.</summary>
    /// <exception cref="UserFault">Too much cannot be used, or nothing can.</exception>
    public static void ThrowIfUnusable(CheckedCorpus corpus, CorpusCheckOptions options)
    {
        if (Problems(corpus, options) is { Count: > 0 } problems)
        {
            throw new UserFault(ExitCode.Data, problems);
        }
    }

    /// <summary>What has to be mended, the sum of it first; nothing where <see cref="CheckedCorpus.IsUsable"/>.</summary>
    /// <param name="corpus">The corpus.</param>
    /// <param name="options">What it was held to.</param>
    public static IReadOnlyList<string> Problems(CheckedCorpus corpus, CorpusCheckOptions options)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        ArgumentNullException.ThrowIfNull(options);
        if (corpus.IsUsable)
        {
            return [];
        }

        var (name, dropped) = (corpus.Name, corpus.Dropped);
        var total = corpus.Utterances.Count + dropped.Count;
        if (total == 0)
        {
            return
            [
                $"{name}: no utterance is left: {corpus.CountLeftOut(FindingReason.TooShort)} are shorter than {options.MinSeconds} s and "
                + $"{corpus.CountLeftOut(FindingReason.TooLong)} longer than {options.MaxSeconds} s; widen these limits",
            ];
        }

        List<string> problems =
        [
            corpus.Utterances.Count == 0
                ? $"{name}: {dropped.Count} of {total} utterances cannot be used, and so none is left; mend them"
                : $"{name}: {dropped.Count} of {total} utterances ({100.0 * dropped.Count / total:0.##} %) cannot be used; at most "
                + $"{100 * options.MaxDroppedShare:0.##} % may be dropped; mend them, or allow a larger share (data.max_dropped_share, "
                + "--max-dropped-share)",
        ];
        foreach (var kind in dropped.GroupBy(one => one.Kind).OrderBy(group => group.Key))
        {
            var first = kind.Count() > ShownOfEachKind ? $", the first {ShownOfEachKind}" : "";
            problems.Add($"{name}: {kind.Count()} with {FindingReasons.Words(kind.Key)}{first}:");
            problems.AddRange(kind.Take(ShownOfEachKind).Select(one => $"  {one.Id} ({one.Path}): {one.Reason}"));
        }

        if (corpus.UnknownCharacters.Count > 0)
        {
            problems.Add($"{name}: characters outside the alphabet \"{options.Alphabet.Characters}\":");
            problems.AddRange(corpus.UnknownCharacters.Take(CharactersShown).Select(one => $"  {one}"));
            if (corpus.UnknownCharacters.Count > CharactersShown)
            {
                problems.Add($"  and {corpus.UnknownCharacters.Count - CharactersShown} other characters");
            }
        }

        return problems;
    }
}
