using AsrTrainer.Speech.Metrics;

namespace AsrTrainer.Neural.Training;

/// <summary>The errors on one dev set.</summary>
/// <param name="Name">The set's name.</param>
/// <param name="Words">Word errors.</param>
/// <param name="Characters">Character errors.</param>
public sealed record DevScore(string Name, ErrorCounts Words, ErrorCounts Characters);

/// <summary>A finished epoch; a row of history.csv.</summary>
public sealed record EpochResult
{
    /// <summary>From 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>Steps done in all.</summary>
    public required long Step { get; init; }

    /// <summary>Mean loss of the epoch, in nats per token; null if no step of it counted.</summary>
    public required double? TrainLoss { get; init; }

    /// <summary>Of the last step.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Audio trained, in seconds.</summary>
    public required double AudioSeconds { get; init; }

    /// <summary>Time spent training, evaluation left out, in seconds.</summary>
    public required double TrainSeconds { get; init; }

    /// <summary>The share of that time spent waiting for data, 0 to 1.</summary>
    public required double WaitShare { get; init; }

    /// <summary>Steps left out since loss or gradient were not finite.</summary>
    public required int SkippedSteps { get; init; }

    /// <summary>The dev sets' scores, in the plan's order; empty in an epoch without evaluation.</summary>
    public required IReadOnlyList<DevScore> Dev { get; init; }

    /// <summary>Whether this is the best checkpoint so far.</summary>
    public required bool IsBest { get; init; }
}
