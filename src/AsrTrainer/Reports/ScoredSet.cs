using AsrTrainer.Speech.Metrics;

namespace AsrTrainer.Reports;

/// <summary>One utterance with what was recognised in it.</summary>
internal sealed record ScoredUtterance(
    string Id, string AudioPath, double Seconds, string Reference, string Hypothesis, ErrorCounts Words, ErrorCounts Characters);

/// <summary>A scored corpus under the name that the user gave it.</summary>
internal sealed record ScoredSet(string Name, IReadOnlyList<ScoredUtterance> Utterances)
{
    /// <summary>Word errors of the whole set: counts are summed, so long utterances weigh more.</summary>
    public ErrorCounts Words => Sum(utterance => utterance.Words);

    /// <summary>Character errors of the whole set.</summary>
    public ErrorCounts Characters => Sum(utterance => utterance.Characters);

    private ErrorCounts Sum(Func<ScoredUtterance, ErrorCounts> counts) =>
        Utterances.Aggregate(default(ErrorCounts), (sum, utterance) => sum + counts(utterance));
}
