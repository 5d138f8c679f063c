namespace AsrTrainer.Speech.Metrics;

/// <summary>Word errors of one kind.</summary>
/// <param name="Reference">The word that was said; empty for an insertion.</param>
/// <param name="Hypothesis">The word that was recognised; empty for a deletion.</param>
/// <param name="Count">How often.</param>
public sealed record Confusion(string Reference, string Hypothesis, int Count);

/// <summary>Which words are taken for which, in the alignments that the counts come from; the most frequent first.</summary>
/// <param name="Substitutions">Words taken for others.</param>
/// <param name="Deletions">Words not recognised.</param>
/// <param name="Insertions">Words recognised that nobody said.</param>
public sealed record Confusions(
    IReadOnlyList<Confusion> Substitutions, IReadOnlyList<Confusion> Deletions, IReadOnlyList<Confusion> Insertions)
{
    /// <summary>Aligns every utterance and counts.</summary>
    public static Confusions Of(IEnumerable<ScoredUtterance> utterances)
    {
        var counts = new Dictionary<(EditKind Kind, string Reference, string Hypothesis), int>();
        foreach (var utterance in utterances.Where(one => one.IsWrong))
        {
            var reference = ErrorRates.SplitWords(utterance.Reference);
            var hypothesis = ErrorRates.SplitWords(utterance.Hypothesis);
            foreach (var step in EditAlignment.Align<string>(reference, hypothesis).Where(step => step.Kind != EditKind.Match))
            {
                var said = step.Kind == EditKind.Insertion ? "" : reference[step.ReferenceIndex];
                var heard = step.Kind == EditKind.Deletion ? "" : hypothesis[step.HypothesisIndex];
                counts[(step.Kind, said, heard)] = counts.GetValueOrDefault((step.Kind, said, heard)) + 1;
            }
        }

        IReadOnlyList<Confusion> OfKind(EditKind kind) =>
        [
            .. counts
                .Where(one => one.Key.Kind == kind)
                .OrderByDescending(one => one.Value)
                .ThenBy(one => one.Key.Reference, StringComparer.Ordinal)
                .ThenBy(one => one.Key.Hypothesis, StringComparer.Ordinal)
                .Select(one => new Confusion(one.Key.Reference, one.Key.Hypothesis, one.Value)),
        ];
        return new Confusions(OfKind(EditKind.Substitution), OfKind(EditKind.Deletion), OfKind(EditKind.Insertion));
    }
}
