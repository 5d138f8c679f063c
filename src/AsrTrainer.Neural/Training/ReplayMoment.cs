using AsrTrainer.Neural.Frontend;
using AsrTrainer.Neural.Models;

namespace AsrTrainer.Neural.Training;

/// <summary>A step that was left out: what, besides weights and audio, decides its result, and what the result was.</summary>
public sealed record ReplayMoment
{
    /// <summary>The epoch, from 0; with the utterances it decides the masks.</summary>
    public required int Epoch { get; init; }

    /// <summary>Steps before this one; they decide dropout.</summary>
    public required long Step { get; init; }

    /// <summary>The learning rate that the step would have had.</summary>
    public required double LearningRate { get; init; }

    /// <summary>The loss in nats per token; may be no number.</summary>
    public required double Loss { get; init; }

    /// <summary>The norm of the gradient; may be no number.</summary>
    public required double GradientNorm { get; init; }

    /// <summary>The arithmetic of products.</summary>
    public required Precision Precision { get; init; }

    /// <summary>Threads of libtorch.</summary>
    public required int Threads { get; init; }

    /// <summary>The loop's options, the seed among them.</summary>
    public required TrainingOptions Training { get; init; }

    /// <summary>The masks' options.</summary>
    public required SpecAugmentOptions SpecAugment { get; init; }

    /// <summary>The utterances' names.</summary>
    public required IReadOnlyList<string> Utterances { get; init; }

    /// <summary>Their audio files.</summary>
    public required IReadOnlyList<string> Paths { get; init; }

    /// <summary>Their transcripts.</summary>
    public required IReadOnlyList<string> Transcripts { get; init; }
}
