using AsrTrainer.Neural.Frontend;
using AsrTrainer.Neural.Models;
using AsrTrainer.Neural.Training;
using AsrTrainer.Speech.Timing;
using static TorchSharp.torch;

namespace AsrTrainer.Neural.Benchmarks;

/// <summary>What is measured: a model, the work it gets, and where.</summary>
public sealed record BenchmarkSetup
{
    /// <summary>The frontend's options.</summary>
    public required FrontendOptions Features { get; init; }

    /// <summary>The model's sizes.</summary>
    public required ModelOptions Model { get; init; }

    /// <summary>Clipping, weight decay and the seed of a training step.</summary>
    public required TrainingOptions Training { get; init; }

    /// <summary>Tokens V, blank included.</summary>
    public required int Vocabulary { get; init; }

    /// <summary>Where to compute.</summary>
    public required Device Device { get; init; }

    /// <summary>How large the batch is, and how often it is worked on.</summary>
    public required BenchmarkOptions Options { get; init; }

    /// <summary>Samples to frames.</summary>
    internal FrameTiming Timing => new(Features.SampleRate, Features.HopSamples, Model.Stride);
}
