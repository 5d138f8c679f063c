using AsrTrainer.Neural.Checkpoints;
using AsrTrainer.Neural.Frontend;
using AsrTrainer.Neural.Models;
using AsrTrainer.Neural.Training;
using AsrTrainer.Speech.Batching;

namespace AsrTrainer.Configuration;

/// <summary>A whole configuration file: one property for each of its sections. Every key has a default but <c>data.train</c>.</summary>
internal sealed record AsrConfiguration
{
    /// <summary>What is trained on and scored.</summary>
    public DataOptions Data { get; init; } = new();

    /// <summary>What transcripts consist of.</summary>
    public TextOptions Text { get; init; } = new();

    /// <summary>From samples to features.</summary>
    public FrontendOptions Features { get; init; } = new();

    /// <summary>Sizes of the model.</summary>
    public ModelOptions Model { get; init; } = new();

    /// <summary>What makes each epoch hear the corpus differently.</summary>
    public AugmentationOptions Augmentation { get; init; } = new();

    /// <summary>How utterances are put together.</summary>
    public BatchingOptions Batching { get; init; } = new();

    /// <summary>How long, how fast, when to give up.</summary>
    public TrainingOptions Training { get; init; } = new();

    /// <summary>What is kept of the run, and when.</summary>
    public CheckpointOptions Checkpoints { get; init; } = new();
}
