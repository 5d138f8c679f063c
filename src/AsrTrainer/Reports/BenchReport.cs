using System.Globalization;
using System.Text;
using AsrTrainer.Configuration;
using AsrTrainer.Neural.Benchmarks;

namespace AsrTrainer.Reports;

/// <summary>What <c>asr bench</c> prints: what was measured, a row for each part, the limits, and where the time goes.</summary>
internal static class BenchReport
{
    private const double Giga = 1e9;

    /// <summary>The report, without an end of line.</summary>
    public static string Of(BenchmarkFindings findings)
    {
        var text = new StringBuilder();
        BenchmarkOptions options = findings.Setup.Options;
        Line(text, $"{findings.ParameterCount:N0} parameters on {findings.Setup.Device}, {Figures.Count(findings.Threads, "thread")}, "
            + $"{findings.Kernels} kernels");
        Line(text, $"batch of {options.Batch} x {options.Seconds:0.##} s with {options.TokensEach} tokens each, "
            + $"{Figures.Count(options.Steps, "step")} measured after one that was not");
        Line(text, "");
        Line(text, $"{"",-15}{"median s",10}{"least s",10}{"audio s/s",12}{"GFLOP/s",10}{"of limit",10}{"peak MB",10}");
        Models(text, "train", findings, findings.Training);
        Models(text, "infer", findings, findings.Inference);
        if (findings.Frontend is { } frontend)
        {
            Line(text, $"{"frontend",-15}{frontend.Median,10:F4}{frontend.Least,10:F4}{frontend.AudioSecondsPerSecond,12:F0}");
        }

        if (findings.Loader is { } loader)
        {
            string corpus = loader.Synthetic ? "noise in WAV files" : "the training corpus";
            Line(text, $"{"loader",-15}{"",10}{"",10}{loader.AudioSecondsPerSecond,12:F0}"
                + $"  ({corpus}, {Figures.Count(loader.Workers, "worker")}, speeds {string.Join(' ', loader.SpeedFactors)})");
        }

        Limits(text, findings);
        Profiles(text, "training", findings.Training);
        Profiles(text, "inference", findings.Inference);
        return text.ToString().TrimEnd('\n');
    }

    private static void Models(StringBuilder text, string part, BenchmarkFindings findings, IReadOnlyList<ModelTimes> all)
    {
        foreach (ModelTimes one in all)
        {
            string share = findings.Limit(one.Precision) is { } limit ? Figures.Percent(one.OperationsPerSecond / limit) : "-";
            string memory = one.PeakMemoryBytes is { } bytes ? Megabytes(bytes) : "-";
            Line(text, $"{$"{part} {KeyNames.Of(one.Precision.ToString())}",-15}{one.Times.Median,10:F4}{one.Times.Least,10:F4}"
                + $"{one.Times.AudioSecondsPerSecond,12:F1}{one.OperationsPerSecond / Giga,10:F0}{share,10}{memory,10}");
        }
    }

    private static void Limits(StringBuilder text, BenchmarkFindings findings)
    {
        Line(text, "");
        foreach (ProductRate rate in findings.Limits)
        {
            Line(text, $"limit {KeyNames.Of(rate.Precision.ToString())}, {Figures.Count(rate.Threads, "thread")}: "
                + $"{rate.OperationsPerSecond / Giga:F0} GFLOP/s ({rate.By})");
        }

        if (findings.PeakMemoryBytes is { } bytes)
        {
            Line(text, $"peak memory: {Megabytes(bytes)} MB");
        }
    }

    private static void Profiles(StringBuilder text, string part, IReadOnlyList<ModelTimes> all)
    {
        foreach (ModelTimes one in all.Where(one => one.Profile.Count > 0))
        {
            Line(text, "");
            string title = $"{part} in {KeyNames.Of(one.Precision.ToString())}, a step";
            Line(text, $"{title,-34}{"seconds",10}{"share",10}{"calls",8}");
            foreach (ProfileSection section in one.Profile)
            {
                string calls = section.Calls?.ToString("0.#", CultureInfo.InvariantCulture) ?? "";
                Line(text, $"{section.Name,-34}{section.Seconds,10:F4}{Figures.Percent(section.Share),10}{calls,8}");
            }
        }
    }

    private static string Megabytes(long bytes) => (bytes / 1e6).ToString("F0", CultureInfo.InvariantCulture);

    private static void Line(StringBuilder text, string line) => text.Append(line.TrimEnd()).Append('\n');
}
