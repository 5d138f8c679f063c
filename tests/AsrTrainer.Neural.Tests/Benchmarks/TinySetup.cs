using AsrTrainer.Neural.Benchmarks;
using AsrTrainer.Neural.Tests.Models;
using AsrTrainer.Neural.Training;
using static TorchSharp.torch;

namespace AsrTrainer.Neural.Tests.Benchmarks;

/// <summary>A benchmark of a few milliseconds.</summary>
internal static class TinySetup
{
    public static BenchmarkSetup Of(BenchmarkOptions options) => new()
    {
        Features = TinyModels.Features,
        Model = TinyModels.Options,
        Training = new TrainingOptions(),
        Vocabulary = TinyModels.Vocabulary,
        Device = CPU,
        Options = options,
    };
}
