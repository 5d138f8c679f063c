using AsrTrainer.Neural.Models;

namespace AsrTrainer.Neural.Benchmarks;

/// <summary>Everything that one benchmark found; what was not asked for is empty or null.</summary>
public sealed record BenchmarkFindings
{
    /// <summary>What was measured.</summary>
    public required BenchmarkSetup Setup { get; init; }

    /// <summary>Trained values of the model.</summary>
    public required long ParameterCount { get; init; }

    /// <summary>CPU threads.</summary>
    public required int Threads { get; init; }

    /// <summary>The instruction set of the fused layers.</summary>
    public required string Kernels { get; init; }

    /// <summary>Training, for each precision.</summary>
    public IReadOnlyList<ModelTimes> Training { get; init; } = [];

    /// <summary>Inference, for each precision.</summary>
    public IReadOnlyList<ModelTimes> Inference { get; init; } = [];

    /// <summary>The frontend.</summary>
    public WorkTimes? Frontend { get; init; }

    /// <summary>The loader.</summary>
    public LoaderRate? Loader { get; init; }

    /// <summary>What the machine can do.</summary>
    public IReadOnlyList<ProductRate> Limits { get; init; } = [];

    /// <summary>The most memory until training, inference, frontend and loader were done; null where the system does not say.</summary>
    public long? PeakMemoryBytes { get; init; }

    /// <summary>The best rate that a product of this precision reached; null if none was tried.</summary>
    public double? Limit(Precision precision) => Limits
        .Where(rate => rate.Precision == precision)
        .Select(rate => (double?)rate.OperationsPerSecond)
        .Max();
}
