using AsrTrainer.Configuration;
using AsrTrainer.Neural.Benchmarks;
using AsrTrainer.Neural.Models;
using AsrTrainer.Neural.Training;
using AsrTrainer.Reports;
using AsrTrainer.Speech.Batching;
using AsrTrainer.Speech.Faults;
using AsrTrainer.Speech.Text;
using AsrTrainer.Speech.Timing;
using TorchSharp;
using TorchSharp.BeyondTorchSharp;

namespace AsrTrainer.Commands;

/// <summary>One call of <c>asr bench</c>: configuration, measurements, result.</summary>
internal static class BenchRun
{
    /// <summary>What is measured without a CONFIG: the sizes of configs/tutorial.yaml, and speeds as the other recipes have them.</summary>
    internal const string DefaultConfiguration = $$"""
        data: {train: "{{NoCorpus}}"}
        features: {mels: 128, hop_samples: 200}
        augmentation: {speed_factors: [0.9, 1.0, 1.1]}
        """;

    // Stands for the corpus that there is not.
    private const string NoCorpus = "(noise)";

    // Long enough for a steady rate, short enough for a benchmark.
    private const double LoaderSeconds = 5;

    public static ExitCode Do(BenchArguments arguments, ProgramOutput output, CancellationToken cancellation)
    {
        AsrConfiguration configuration = arguments.ConfigurationPath is { } path
            ? ConfigurationLoader.Load<AsrConfiguration>(path, arguments.Sets)
            : ConfigurationLoader.Bind<AsrConfiguration>(DefaultConfiguration, "the defaults of asr bench", arguments.Sets);
        Machine machine = Machine.Prepare(arguments.Machine);
        IReadOnlyList<Precision> precisions = Machine.Precisions(arguments.Precisions, machine.Device);
        var setup = new BenchmarkSetup
        {
            Features = configuration.Features,
            Model = configuration.Model,
            Training = configuration.Training,
            Vocabulary = new Alphabet(configuration.Text.Alphabet).Size,
            Device = machine.Device,
            Options = arguments.Options,
        };
        var benchmark = new ModelBenchmark(setup, cancellation);
        BenchmarkFindings findings = Measure(arguments, setup, benchmark, precisions, output, cancellation);
        if (arguments.Parts.Contains(BenchCommand.Loader))
        {
            output.Messages.WriteLine("measuring the loader");
            LoaderRate rate = Load(configuration, machine, setup, output, cancellation);
            findings = findings with { Loader = rate };
        }

        // The matrices of the limits must not count as memory of what was measured.
        findings = findings with { PeakMemoryBytes = PeakMemory.Bytes() };
        if (findings.Training.Count + findings.Inference.Count > 0)
        {
            output.Messages.WriteLine("measuring the limits of the machine");
            findings = findings with { Limits = [.. precisions.SelectMany(p => ProductLimit.Measure(machine.Device, p, cancellation))] };
        }

        output.Results.WriteLine(arguments.AsJson ? BenchJson.Of(findings) : BenchReport.Of(findings));
        return ExitCode.Success;
    }

    private static BenchmarkFindings Measure(
        BenchArguments arguments,
        BenchmarkSetup setup,
        ModelBenchmark benchmark,
        IReadOnlyList<Precision> precisions,
        ProgramOutput output,
        CancellationToken cancellation)
    {
        List<ModelTimes> Each(string part, string words, Func<Precision, bool, ModelTimes> work)
        {
            var found = new List<ModelTimes>();
            foreach (Precision precision in arguments.Parts.Contains(part) ? precisions : [])
            {
                cancellation.ThrowIfCancellationRequested();
                output.Messages.WriteLine($"measuring {words} in {KeyNames.Of(precision.ToString())}");
                found.Add(work(precision, arguments.Profiled));
            }

            return found;
        }

        return new BenchmarkFindings
        {
            Setup = setup,
            ParameterCount = benchmark.ParameterCount,
            Threads = torch.get_num_threads(),
            Kernels = FusedLayers.KernelNameOf(FusedLayers.HasBFloat16),
            Training = Each(BenchCommand.Train, "training", benchmark.Train),
            Inference = Each(BenchCommand.Infer, "inference", benchmark.Infer),
            Frontend = arguments.Parts.Contains(BenchCommand.Frontend) ? benchmark.Frontend() : null,
        };
    }

    private static LoaderRate Load(
        AsrConfiguration configuration, Machine machine, BenchmarkSetup setup, ProgramOutput output, CancellationToken cancellation)
    {
        IEnumerable<NamedPath> missing = configuration.Data.Train.Where(source => !Path.Exists(source.Path));
        if (missing.FirstOrDefault() is { } first)
        {
            if (first.Path != NoCorpus)
            {
                output.Messages.WriteLine($"{first.Path}: no such file or folder; the loader gets noise instead");
            }

            var alphabet = new Alphabet(configuration.Text.Alphabet);
            BatchLoaderOptions options = TrainingRun.Loading(configuration);
            return LoaderBenchmark.RunOnNoise(
                setup.Options.Seconds, alphabet, configuration.Batching, options, LoaderSeconds, cancellation);
        }

        AsrConfiguration trainingAlone = configuration with { Data = configuration.Data with { Dev = CorpusSources.None } };
        var loading = new CorpusLoading(output.Messages.WriteLine, _ => { });
        TrainingPlan plan = TrainingRun.Plan(trainingAlone, machine, loading, cancellation);
        BatchLoaderOptions asTrained = plan.Loading with
        {
            Seed = (ulong)plan.Training.Seed,
            Timing = new FrameTiming(plan.Features.SampleRate, plan.Features.HopSamples, plan.Model.Stride),
        };
        return LoaderBenchmark.Run(plan.Train.Utterances, plan.Alphabet, plan.Batching, asTrained, LoaderSeconds, cancellation);
    }
}
