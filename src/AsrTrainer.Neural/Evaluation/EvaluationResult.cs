using AsrTrainer.Speech.Metrics;

namespace AsrTrainer.Neural.Evaluation;

/// <summary>A corpus as the model hears it, in the corpus' order.</summary>
/// <param name="Name">The corpus' name.</param>
/// <param name="Utterances">One result each.</param>
public sealed record EvaluationResult(string Name, IReadOnlyList<UtteranceResult> Utterances)
{
    /// <summary>
    /// Utterances of the corpus that are not in the score since they cannot be used: dropped by the corpus check, or found when their audio
    /// was loaded.
    /// </summary>
    public int LeftOut { get; init; }

    /// <summary>Word errors of the whole corpus.</summary>
    public ErrorCounts Words { get; } = Utterances.Aggregate(default(ErrorCounts), (sum, result) => sum + result.Words);

    /// <summary>Character errors of the whole corpus, spaces counted.</summary>
    public ErrorCounts Characters { get; } = Utterances.Aggregate(default(ErrorCounts), (sum, result) => sum + result.Characters);

    /// <summary>The same for reports, which know neither models nor times.</summary>
    public ScoredSet ToScores() => new(Name,
    [
        .. Utterances.Select(one => new ScoredUtterance(
            one.Utterance.Id, one.Utterance.Speaker, one.Utterance.Transcript, one.Hypothesis, one.Words, one.Characters)
        {
            Audio = one.Utterance.AudioPath,
            Seconds = one.Utterance.Seconds,
        }),
    ])
    {
        LeftOut = LeftOut,
    };
}
