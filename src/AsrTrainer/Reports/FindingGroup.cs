using AsrTrainer.Speech.Corpora;

namespace AsrTrainer.Reports;

/// <summary>The findings of one reason and severity in several corpora.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="Example">The first.</param>
internal sealed record FindingGroup(int Count, Finding Example)
{
    /// <summary>The groups, errors first, then by reason.</summary>
    public static IReadOnlyList<FindingGroup> Of(IEnumerable<CheckedCorpus> corpora) =>
    [
        .. corpora.SelectMany(corpus => corpus.Findings)
            .GroupBy(finding => (finding.Severity, finding.Reason))
            .OrderBy(group => group.Key)
            .Select(group => new FindingGroup(group.Count(), group.First())),
    ];

    /// <summary>The characters that the alphabet lacks, over all corpora, the most frequent first.</summary>
    public static IReadOnlyList<UnknownCharacterOf> UnknownCharacters(IEnumerable<CheckedCorpus> corpora) =>
    [
        .. corpora.SelectMany(corpus => corpus.UnknownCharacters.Select(one => (corpus.Name, one)))
            .GroupBy(pair => pair.one.Character)
            .Select(group => new UnknownCharacterOf(
                group.First().one.Name, group.Sum(pair => pair.one.Count), group.First().Name, group.First().one.ExampleUtteranceId))
            .OrderByDescending(one => one.Count),
    ];
}

/// <summary>A character that the alphabet lacks.</summary>
/// <param name="Name">By number and by sight.</param>
/// <param name="Count">How often it occurs.</param>
/// <param name="Corpus">Where it occurs first.</param>
/// <param name="UtteranceId">The utterance there.</param>
internal sealed record UnknownCharacterOf(string Name, long Count, string Corpus, string UtteranceId);
