using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using AsrTrainer.Configuration;
using AsrTrainer.Neural.Memory;
using AsrTrainer.Neural.Models;
using AsrTrainer.Speech.Text;
using TorchSharp.BeyondTorchSharp;

namespace AsrTrainer.Tests.Commands;

/// <summary>Memory as the operating system sees it: processes of their own, and real limits.</summary>
[Collection(TinyRun.Collection)]
public sealed class MemoryTests : IDisposable
{
    private const int SampleRate = 16000;

    // What the program, libtorch and a step on next to nothing take: measured once.
    private static double? nothing;

    private readonly TinyRun run;
    private readonly TemporaryFolder temporary = new();

    public MemoryTests(TinyRun run) => this.run = run;

    public void Dispose() => temporary.Dispose();

    // Convolutions, recurrent layers and weights weigh differently in these; each takes 200 MB or more beside what any step takes.
    [Theory]
    [InlineData("fp32", 8, 12, "model.cnn_channels=32 model.cnn_blocks=3 model.rnn_blocks=1 model.rnn_width=32")]
    [InlineData("fp32", 6, 6, "model.cnn_channels=48 model.cnn_blocks=2 model.stride=1 features.mels=40 model.rnn_width=64")]
    [InlineData("fp32", 16, 12, "model.cnn_channels=4 model.cnn_blocks=1 model.rnn_blocks=3 model.rnn_width=256")]
    [InlineData("fp32", 1, 1, "model.cnn_channels=4 model.cnn_blocks=1 model.rnn_blocks=5 model.rnn_width=512")]
    [InlineData("fp32", 8, 12, "model.cnn_channels=4 model.cnn_blocks=1 model.cell=lstm model.rnn_blocks=3 model.rnn_width=192")]
    [InlineData("best", 8, 20, "model.cnn_channels=32 model.cnn_blocks=2 model.rnn_blocks=2 model.rnn_width=128")]
    public async Task The_estimate_is_near_what_a_step_takes(string precision, int batch, double seconds, string model)
    {
        bool half = precision == "best" && FusedLayers.HasBFloat16;
        nothing ??= await Peak("fp32", 1, 1, "model.cnn_channels=4 model.cnn_blocks=1 model.rnn_blocks=1 model.rnn_width=16");
        double measured = await Peak(half ? "bf16" : "fp32", batch, seconds, model) - nothing.Value;
        AsrConfiguration configuration = ConfigurationLoader.Load<AsrConfiguration>(run.Configuration, model.Split(' '));
        var estimate = new MemoryEstimate(
            configuration.Features, configuration.Model, Alphabet.English.Size, half ? Precision.Bf16 : Precision.Fp32);
        int samples = (int)(seconds * SampleRate);
        var lengths = new BatchLengths([.. Enumerable.Repeat(samples, batch)], [.. Enumerable.Repeat((int)(12 * seconds), batch)]);
        double estimated = estimate.Weights + estimate.Step(lengths);
        Assert.True(
            estimated >= 0.9 * measured && estimated <= 1.5 * measured,
            $"estimated {estimated / 1e6:0} MB, measured {measured / 1e6:0} MB, {estimated / measured:0.00} of it");
    }

    [Fact]
    public void A_run_beyond_the_machine_is_refused_before_anything_is_taken()
    {
        ProgramResult result = run.Train(
            "--run-dir", temporary.File("run"),
            "--set", "model.rnn_width=8192", "--set", "model.rnn_blocks=32", "--set", "model.rnn_layers=8");
        Assert.Equal((6, ""), (result.Code, result.Results));
        Assert.Matches(
            @"^error: not enough memory: training needs about \d{4}\.\d\d GB \(\d+\.\d\d GB for a step on \d utterances? of .* s, "
            + @"\d{4}\.\d\d GB for weights, gradients and optimiser, 0\.\d\d GB for loaded batches and the rest\); \d+\.\d\d GB are "
            + @"available \(.*\); no batch is small enough for that: .*; ASR_MEMORY_CHECK=0 in the environment trains all the same$",
            result.MessageLines[^1]);
    }

    // A limit on writable memory is what the system refuses with an error; beyond resident memory the kernel would only end the process.
    [Fact]
    public async Task Memory_that_really_fails_is_found_by_the_trial_and_otherwise_splits_the_batch()
    {
        var (whole, most) = await Train("whole", limit: null, check: false);
        var (_, least) = await Train("single", limit: null, check: false, "batching.max_utterances=1");
        Assert.True(most - least > 200_000, $"{most} kB with the batch whole, {least} kB without: too little to tell the two apart");
        long between = (most + least) / 2;

        var (tried, _) = await Train("tried", between, check: true);
        Assert.Equal((6, ""), (tried.Code, tried.Results));
        Assert.Matches(
            @"^error: not enough memory for 10 utterances of up to \d\.\d s, the heaviest batch of the first epoch: .*; training needs "
            + @"about 0\.\d\d GB .*; lower batching\.max_batch_seconds to \d+(\.\d)? or batching\.max_utterances$",
            tried.MessageLines[^1]);

        var (split, _) = await Train("split", between, check: false);
        Assert.True(split.Code == 0, split.Messages);
        Assert.Matches(
            @"(?m)^step 1: not enough memory for 10 utterances of up to \d\.\d s at once; done in parts of [532],", split.Messages);
        Assert.Equal(0, whole.Code);
        Assert.Equal(1, Loss("split") / Loss("whole"), 1e-3);
    }

    private async Task<double> Peak(string precision, int batch, double seconds, string model)
    {
        string[] sets = [.. model.Split(' ').SelectMany(one => (string[])["--set", one])];
        ProgramResult result = await ProgramResult.Of(ProgramResult.Start(
            [
                "bench", run.Configuration, "--only", "train", "--precision", precision, "--steps", "2", "--json",
                "--batch", $"{batch}", "--seconds", seconds.ToString(CultureInfo.InvariantCulture), .. sets,
            ]));
        Assert.True(result.Code == 0, result.Messages);
        return 1e6 * JsonDocument.Parse(result.Results).RootElement.GetProperty("train")[0].GetProperty("peak_memory_mb").GetDouble();
    }

    // One epoch of one batch, or of ten; and the most writable memory that the process was seen with, in kilobytes.
    private async Task<(ProgramResult Result, long PeakKilobytes)> Train(string name, long? limit, bool check, params string[] more)
    {
        string[] sets =
        [
            "data.dev=[]", "data.workers=1", "features.mels=128",
            "model.stride=1", "model.cnn_channels=8", "model.cnn_blocks=32", "model.dropout=0",
            "batching.max_batch_seconds=100", "training.epochs=1", "training.warmup_epochs=0", .. more,
        ];
        var start = new ProcessStartInfo("bash")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = RepositoryFiles.Root,
            Environment = { ["ASR_MEMORY_CHECK"] = check ? "1" : "0" },
        };
        string[] arguments =
        [
            "-c", limit is null ? "exec \"$0\" \"$@\"" : $"ulimit -d {limit} && exec \"$0\" \"$@\"",
            ProgramResult.Executable, "train", run.Configuration,
            "--run-dir", temporary.File(name), "--precision", "fp32", "--threads", "1",
            .. sets.SelectMany(one => (string[])["--set", one]),
        ];
        Array.ForEach(arguments, start.ArgumentList.Add);
        using Process process = Process.Start(start)!;
        Task<ProgramResult> end = ProgramResult.Of(process);
        long peak = 0;
        while (!end.IsCompleted)
        {
            peak = Math.Max(peak, DataOf(process.Id));
            await Task.WhenAny(end, Task.Delay(5));
        }

        return (await end, peak);
    }

    private static long DataOf(int process)
    {
        try
        {
            IEnumerable<string> lines = File.ReadLines($"/proc/{process}/status");
            string? line = lines.FirstOrDefault(line => line.StartsWith("VmData:", StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            // It has ended.
            return 0;
        }
    }

    private double Loss(string name) =>
        double.Parse(File.ReadAllLines(temporary.File($"{name}/history.csv"))[1].Split(',')[2], CultureInfo.InvariantCulture);
}
