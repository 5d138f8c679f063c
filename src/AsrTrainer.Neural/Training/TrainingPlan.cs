using AsrTrainer.Neural.Checkpoints;
using AsrTrainer.Neural.Frontend;
using AsrTrainer.Neural.Models;
using AsrTrainer.Speech.Batching;
using AsrTrainer.Speech.Corpora;
using AsrTrainer.Speech.Text;
using static TorchSharp.torch;

namespace AsrTrainer.Neural.Training;

/// <summary>Everything that a run needs, put together by the program.</summary>
public sealed record TrainingPlan
{
    /// <summary>The frontend's options.</summary>
    public required FrontendOptions Features { get; init; }

    /// <summary>The model's sizes.</summary>
    public required ModelOptions Model { get; init; }

    /// <summary>Masks over features.</summary>
    public required SpecAugmentOptions SpecAugment { get; init; }

    /// <summary>The loop.</summary>
    public required TrainingOptions Training { get; init; }

    /// <summary>The size of batches.</summary>
    public required BatchingOptions Batching { get; init; }

    /// <summary>Worker threads and speed factors; seed, rate and timing are set by the trainer.</summary>
    public required BatchLoaderOptions Loading { get; init; }

    /// <summary>The alphabet.</summary>
    public required Alphabet Alphabet { get; init; }

    /// <summary>The name of the normaliser that the transcripts went through.</summary>
    public required string Normalizer { get; init; }

    /// <summary>What is trained on, checked.</summary>
    public required CheckedCorpus Train { get; init; }

    /// <summary>What is scored after epochs, checked; may be empty, then the last checkpoint is the best.</summary>
    public required IReadOnlyList<CheckedCorpus> Dev { get; init; }

    /// <summary>The folder of the run, which exists and is this run's alone.</summary>
    public required string RunFolder { get; init; }

    /// <summary>The resolved configuration as a text, for the model file.</summary>
    public required string Configuration { get; init; }

    /// <summary>Versions, processor and threads that the result depends on, for the model file; no time, host or folder.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>When checkpoints are written, and which stay.</summary>
    public CheckpointOptions Checkpoints { get; init; } = new();

    /// <summary>Where to compute.</summary>
    public required Device Device { get; init; }

    /// <summary>The arithmetic of products.</summary>
    public required Precision Precision { get; init; }

    /// <summary>Go on from the last whole checkpoint, if there is one.</summary>
    public bool Resume { get; init; }
}
