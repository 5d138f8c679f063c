using System.Text.Json.Serialization;
using AsrTrainer.Speech.Metrics;

namespace AsrTrainer.Neural.Checkpoints;

/// <summary>A checkpoint and its errors on all dev sets together.</summary>
/// <param name="Step">Training steps until then.</param>
/// <param name="Words">Word errors.</param>
/// <param name="Characters">Character errors.</param>
public sealed record ScoredStep(long Step, ErrorCounts Words, ErrorCounts Characters)
{
    /// <summary>
    /// Below 0 if better than the other. Early on every model gets every word wrong; the characters then tell them apart.
    /// </summary>
    public int CompareTo(ScoredStep other) =>
        (Words.Rate, Characters.Rate).CompareTo((other.Words.Rate, other.Characters.Rate));
}

/// <summary>Where a run stands: all that must be known, beside weights and optimiser, to go on as if it had never stopped.</summary>
public sealed record TrainingState
{
    /// <summary>The epoch that is under way, from 0; equal to the number of epochs when the run is finished.</summary>
    public int Epoch { get; init; }

    /// <summary>Batches of that epoch that were trained.</summary>
    public int Batch { get; init; }

    /// <summary>Training steps in all.</summary>
    public long Step { get; init; }

    /// <summary>Losses summed over this epoch's tokens, in nats.</summary>
    public double LossSum { get; init; }

    /// <summary>Tokens trained in this epoch.</summary>
    public long Tokens { get; init; }

    /// <summary>Audio trained in this epoch, in seconds.</summary>
    public double AudioSeconds { get; init; }

    /// <summary>Time spent training in this epoch, in seconds, evaluation left out.</summary>
    public double TrainSeconds { get; init; }

    /// <summary>Steps of this epoch that were left out since loss or gradient were not finite.</summary>
    public int SkippedSteps { get; init; }

    /// <summary>Steps in a row, the last one included, that were left out.</summary>
    public int SkippedInARow { get; init; }

    /// <summary>
    /// Checkpoints that were due so far after epochs and by steps; those by time are not counted, so that equal runs count alike.
    /// </summary>
    public int CheckpointsDue { get; init; }

    /// <summary>Whether this checkpoint stays for good (<see cref="CheckpointOptions.KeepEvery"/>).</summary>
    public bool Stays { get; init; }

    /// <summary>The best checkpoints so far, the best one first; as many as are kept.</summary>
    public IReadOnlyList<ScoredStep> Best { get; init; } = [];

    /// <summary>The step of the best checkpoint so far, or null.</summary>
    [JsonIgnore]
    public long? BestStep => Best.Count == 0 ? null : Best[0].Step;

    /// <summary>Word errors of that checkpoint on all dev sets together.</summary>
    [JsonIgnore]
    public ErrorCounts BestWords => Best.Count == 0 ? default : Best[0].Words;

    /// <summary>Character errors of that checkpoint on all dev sets together.</summary>
    [JsonIgnore]
    public ErrorCounts BestCharacters => Best.Count == 0 ? default : Best[0].Characters;

    /// <summary>Whether a run can have been there: what was read from a file need not.</summary>
    [JsonIgnore]
    internal bool IsPossible =>
        Epoch >= 0 && Batch >= 0 && Step is >= 0 and <= uint.MaxValue && double.IsFinite(LossSum + AudioSeconds + TrainSeconds)
        && Tokens >= 0 && SkippedSteps >= 0 && SkippedInARow >= 0 && CheckpointsDue >= 0
        && Best is not null && Best.All(one => one is { Step: >= 0 }) && FingerprintParts is not null && Environment is not null;

    /// <summary>The arithmetic of the run, kept on resuming.</summary>
    public string Precision { get; init; } = "fp32";

    /// <summary>The threads of the run, kept on resuming unless told otherwise; sums depend on it.</summary>
    public int Threads { get; init; }

    /// <summary>The fused kernels that computed it (their instruction set), or <c>off</c>; empty in checkpoints that do not say.</summary>
    public string Kernels { get; init; } = "";

    /// <summary>The kind of device that computed it: <c>cpu</c> or <c>cuda</c>; empty in checkpoints that do not say.</summary>
    public string Device { get; init; } = "";

    /// <summary>Versions and processor that computed it, by name; empty in checkpoints that do not say.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>SHA-256 of what decides the result (options, seed, corpora): a resumed run must have the same.</summary>
    public string Fingerprint { get; init; } = "";

    /// <summary>The options and corpora behind the fingerprint, to say what differs; empty in checkpoints that do not say.</summary>
    public IReadOnlyDictionary<string, string> FingerprintParts { get; init; } = new Dictionary<string, string>();
}
