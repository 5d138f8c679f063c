using System.Text.Json;
using System.Text.Json.Nodes;
using AsrTrainer.Configuration;
using AsrTrainer.Neural.Benchmarks;
using AsrTrainer.Neural.Models;

namespace AsrTrainer.Reports;

/// <summary>What <c>asr bench --json</c> prints. docs/bench.md says what each key means; scripts rely on them.</summary>
internal static class BenchJson
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>One object; what was not measured is null or empty.</summary>
    public static string Of(BenchmarkFindings findings)
    {
        BenchmarkOptions options = findings.Setup.Options;
        var root = new JsonObject
        {
            ["parameters"] = findings.ParameterCount,
            ["device"] = findings.Setup.Device.ToString(),
            ["threads"] = findings.Threads,
            ["kernels"] = findings.Kernels,
            ["batch"] = options.Batch,
            ["seconds"] = options.Seconds,
            ["tokens"] = options.TokensEach,
            ["steps"] = options.Steps,
            ["train"] = Models(findings, findings.Training),
            ["infer"] = Models(findings, findings.Inference),
            ["frontend"] = findings.Frontend is { } frontend ? Times(frontend) : null,
            ["loader"] = findings.Loader is { } loader ? Loader(loader) : null,
            ["limits"] = new JsonArray([.. findings.Limits.Select(Limit)]),
            ["peak_memory_mb"] = Megabytes(findings.PeakMemoryBytes),
        };
        return root.ToJsonString(Indented);
    }

    private static JsonArray Models(BenchmarkFindings findings, IReadOnlyList<ModelTimes> all) => new([.. all.Select(one =>
    {
        JsonObject model = Times(one.Times);
        model.Insert(0, "precision", Name(one.Precision));
        model["gflop"] = Rounded(one.Operations / 1e9);
        model["gflops"] = Rounded(one.OperationsPerSecond / 1e9);
        model["limit_share"] = findings.Limit(one.Precision) is { } limit ? Rounded(one.OperationsPerSecond / limit) : null;
        model["peak_memory_mb"] = Megabytes(one.PeakMemoryBytes);
        model["profile"] = new JsonArray([.. one.Profile.Select(Section)]);
        return model;
    })]);

    private static JsonObject Times(WorkTimes times) => new()
    {
        ["median_seconds"] = Rounded(times.Median),
        ["least_seconds"] = Rounded(times.Least),
        ["audio_seconds_per_second"] = Rounded(times.AudioSecondsPerSecond),
    };

    private static JsonObject Section(ProfileSection section) => new()
    {
        ["name"] = section.Name,
        ["seconds"] = Rounded(section.Seconds),
        ["share"] = Rounded(section.Share),
        ["calls"] = section.Calls,
    };

    private static JsonObject Loader(LoaderRate loader) => new()
    {
        ["audio_seconds"] = Rounded(loader.AudioSeconds),
        ["seconds"] = Rounded(loader.Seconds),
        ["audio_seconds_per_second"] = Rounded(loader.AudioSecondsPerSecond),
        ["utterances"] = loader.Utterances,
        ["workers"] = loader.Workers,
        ["speed_factors"] = new JsonArray([.. loader.SpeedFactors.Select(factor => JsonValue.Create(factor))]),
        ["synthetic"] = loader.Synthetic,
    };

    private static JsonObject Limit(ProductRate rate) => new()
    {
        ["precision"] = Name(rate.Precision),
        ["threads"] = rate.Threads,
        ["by"] = rate.By,
        ["gflops"] = Rounded(rate.OperationsPerSecond / 1e9),
    };

    private static string Name(Precision precision) => KeyNames.Of(precision.ToString());

    private static double? Megabytes(long? bytes) => bytes is { } known ? Math.Round(known / 1e6, 1) : null;

    // Six digits are more than any clock here is good for.
    private static double Rounded(double value)
    {
        int digits = 5 - (value == 0 ? 0 : (int)Math.Floor(Math.Log10(Math.Abs(value))));
        return Math.Round(value, Math.Clamp(digits, 0, 15));
    }
}
