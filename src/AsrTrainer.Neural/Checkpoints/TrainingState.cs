using AsrTrainer.Speech.Metrics;

namespace AsrTrainer.Neural.Checkpoints;

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

    /// <summary>The step of the best checkpoint so far, or null.</summary>
    public long? BestStep { get; init; }

    /// <summary>Word errors of that checkpoint on all dev sets together.</summary>
    public ErrorCounts BestWords { get; init; }

    /// <summary>Character errors of that checkpoint on all dev sets together.</summary>
    public ErrorCounts BestCharacters { get; init; }

    /// <summary>The arithmetic of the run, kept on resuming.</summary>
    public string Precision { get; init; } = "fp32";

    /// <summary>The threads of the run, kept on resuming unless told otherwise; sums depend on it.</summary>
    public int Threads { get; init; }

    /// <summary>The fused kernels that computed it (their instruction set), or <c>off</c>; empty in checkpoints that do not say.</summary>
    public string Kernels { get; init; } = "";

    /// <summary>The kind of device that computed it: <c>cpu</c> or <c>cuda</c>; empty in checkpoints that do not say.</summary>
    public string Device { get; init; } = "";

    /// <summary>SHA-256 of what decides the result (options, seed, corpora): a resumed run must have the same.</summary>
    public string Fingerprint { get; init; } = "";

    /// <summary>The options and corpora behind the fingerprint, to say what differs; empty in checkpoints that do not say.</summary>
    public IReadOnlyDictionary<string, string> FingerprintParts { get; init; } = new Dictionary<string, string>();
}
