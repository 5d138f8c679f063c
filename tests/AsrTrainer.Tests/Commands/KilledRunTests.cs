using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using TorchSharp.BeyondTorchSharp;

namespace AsrTrainer.Tests.Commands;

/// <summary>
/// A run that is killed again and again, at any moment, and resumed ends as the run that never was: weights, optimiser, state and history
/// equal bit for bit.
/// </summary>
public sealed class KilledRunTests : IClassFixture<KilledRunTests.Straight>, IDisposable
{
    private const int Kills = 20;
    private static readonly string[] Timings = ["train_seconds", "audio_x", "wait_share"];

    private readonly Straight straight;
    private readonly TemporaryFolder temporary = new();

    public KilledRunTests(Straight straight) => this.straight = straight;

    public static TheoryData<string> Precisions() => FusedLayers.HasBFloat16 ? ["fp32", "bf16"] : ["fp32"];

    public static TheoryData<string> Places() =>
    [
        "checkpoint.folder", "checkpoint.model", "checkpoint.optimizer", "checkpoint.state", "checkpoint.done", "checkpoint.renamed",
        "checkpoint.prune",
    ];

    public void Dispose() => temporary.Dispose();

    [Theory]
    [MemberData(nameof(Precisions))]
    public async Task Killed_at_twenty_random_moments_it_ends_as_if_it_had_not_been(string precision)
    {
        string folder = temporary.File("killed");
        var random = new Random(20261122);
        int killed = 0;
        for (int attempts = 0; killed < Kills; attempts++)
        {
            Assert.True(attempts < 3 * Kills, $"after {attempts} attempts the run could be killed {killed} times only");
            using Process process = Start(folder, precision, fault: null);

            // From the moment that training is under way: a few steps, or somewhere inside a checkpoint.
            if (await UnderWay(process))
            {
                await Task.Delay(random.Next(150));
                process.Kill();
                killed++;
            }

            await process.WaitForExitAsync();
            if (process.ExitCode == 0)
            {
                // It was faster than its killer: the rest of the moments is looked for in a run of its own.
                AssertEqual(precision, folder);
                folder = temporary.File($"killed-{attempts}");
            }
        }

        await Finish(folder, precision);
        AssertEqual(precision, folder);
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Killed_inside_the_writing_of_a_checkpoint_it_ends_as_if_it_had_not_been(string place)
    {
        string folder = temporary.File("killed");
        foreach (int time in (int[])[1, 2, 3])
        {
            using Process process = Start(folder, "fp32", $"{place}@{time}:kill");
            await ProgramResult.Of(process);
            Assert.Equal(137, process.ExitCode);
        }

        await Finish(folder, "fp32");
        AssertEqual("fp32", folder);
    }

    [Fact]
    public async Task A_disk_that_is_full_costs_warnings_and_the_result_but_nothing_that_was_there()
    {
        string folder = temporary.File("full");
        ProgramResult full = await ProgramResult.Of(Start(folder, "fp32", "checkpoint.optimizer@3:full"));
        Assert.Equal(6, full.Code);
        string[] warnings =
        [
            .. full.MessageLines.Where(line => line.Contains("could not be written: No space left", StringComparison.Ordinal)),
        ];
        Assert.All(warnings, line => Assert.Contains("are as they were", line, StringComparison.Ordinal));
        Assert.True(warnings.Length > 3, full.Messages);
        Assert.StartsWith("error: ", warnings[^1], StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(Path.Combine(folder, "checkpoints"), "*.unfinished"));
        await Finish(folder, "fp32");
        AssertEqual("fp32", folder);
    }

    [Fact]
    public async Task Two_signals_end_it_at_once_with_the_documented_code_and_without_damage()
    {
        string folder = temporary.File("stopped");
        for (int time = 0; time < 8; time++)
        {
            using Process process = Start(folder, "fp32", fault: null);
            Assert.True(await UnderWay(process), "the run was over before it could be stopped");
            Task<string> messages = process.StandardError.ReadToEndAsync();
            for (int signal = 0; signal < 2; signal++)
            {
                using Process kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
                await kill.WaitForExitAsync();
            }

            await process.WaitForExitAsync();
            Assert.True(process.ExitCode == 130, await messages);
            Assert.DoesNotContain("a fault of the program", await messages, StringComparison.Ordinal);
        }

        await Finish(folder, "fp32");
        AssertEqual("fp32", folder);
    }

    [Fact]
    public async Task A_step_that_takes_too_long_is_left_and_done_again()
    {
        string folder = temporary.File("left");
        using Process process = Start(folder, "fp32", "step.forward@40:hang");
        Task<string> messages = process.StandardError.ReadToEndAsync();
        await StandStill(process);
        var watch = Stopwatch.StartNew();
        using (Process kill = Process.Start("kill", ["-INT", $"{process.Id}"]))
        {
            await process.WaitForExitAsync();
        }

        Assert.InRange(watch.Elapsed.TotalSeconds, 1.9, 10);
        Assert.True(process.ExitCode == 130, await messages);
        Assert.EndsWith(
            $"stopped inside a step that takes long; a checkpoint of the one before it is in {folder}; go on with --resume\n",
            await messages,
            StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(folder, "lock")));
        await Finish(folder, "fp32");
        AssertEqual("fp32", folder);
    }

    [Fact]
    public async Task Any_number_of_loader_workers_gives_the_same_files()
    {
        string folder = temporary.File("workers");
        string configuration = temporary.File("workers.yaml");
        File.WriteAllText(
            configuration,
            File.ReadAllText(straight.Configuration)
                .Replace("data: {", "data: {workers: 4, prefetch_batches: 1, ", StringComparison.Ordinal));
        ProgramResult done = await ProgramResult.Of(Start(configuration, folder, "fp32", fault: null));
        Assert.True(done.Code == 0, done.Messages);
        AssertEqual("fp32", folder);
        Assert.Contains("workers: 4", File.ReadAllText(Path.Combine(folder, "config.yaml")), StringComparison.Ordinal);
    }

    private Process Start(string folder, string precision, string? fault) => Start(straight.Configuration, folder, precision, fault);

    private async Task Finish(string folder, string precision)
    {
        ProgramResult done = await ProgramResult.Of(Start(folder, precision, fault: null));
        Assert.True(done.Code == 0, done.Messages);
    }

    private void AssertEqual(string precision, string folder) => Assert.Equal(straight.Of(precision), Contents(folder));

    private static Process Start(string configuration, string folder, string precision, string? fault)
    {
        var start = new ProcessStartInfo(
            ProgramResult.Executable, ["train", configuration, "--run-dir", folder, "--precision", precision, "--threads", "1", "--resume"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = RepositoryFiles.Root,
        };
        start.Environment["ASR_FAULT"] = fault;
        return Process.Start(start)!;
    }

    // Until it has used no processor for a second.
    private static async Task StandStill(Process process)
    {
        TimeSpan before = TimeSpan.Zero;
        while (!process.HasExited)
        {
            await Task.Delay(TimeSpan.FromSeconds(1));
            process.Refresh();
            TimeSpan now = process.TotalProcessorTime;
            if (now > TimeSpan.FromSeconds(1) && now - before < TimeSpan.FromMilliseconds(20))
            {
                return;
            }

            before = now;
        }

        Assert.Fail("the run was over before it could be stopped");
    }

    // Whether it came as far as its first step.
    private static async Task<bool> UnderWay(Process process)
    {
        while (await process.StandardError.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("epoch ", StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private static string Contents(string folder)
    {
        string last = Directory.GetDirectories(Path.Combine(folder, "checkpoints")).Max(StringComparer.Ordinal)!;
        JsonObject state = JsonNode.Parse(File.ReadAllText(Path.Combine(last, "state.json")))!.AsObject();
        state.Remove("train_seconds");
        string[][] rows = [.. File.ReadAllLines(Path.Combine(folder, "history.csv")).Select(line => line.Split(','))];
        int[] kept = [.. rows[0].Index().Where(column => !Timings.Contains(column.Item)).Select(column => column.Index)];
        string Hash(string name) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(last, name))));
        IEnumerable<string> history = rows.Select(row => string.Join(',', kept.Select(column => row[column])));
        return string.Join(
            '\n', [Path.GetFileName(last), Hash("model.safetensors"), Hash("optimizer.bin"), state.ToJsonString(), .. history]);
    }

    /// <summary>The runs that nobody disturbs.</summary>
    public sealed class Straight : IDisposable
    {
        private readonly TemporaryFolder temporary = new();
        private readonly Dictionary<string, string> contents = [];

        public Straight()
        {
            Configuration = temporary.File("tiny.yaml");
            File.WriteAllText(Configuration, $$"""
                data: {train: {{TinyRun.Clips}}, dev: {{TinyRun.Clips}}/1/2}
                features: {mels: 16}
                model: {cnn_channels: 4, cnn_blocks: 1, projection_width: 16, rnn_blocks: 1, rnn_width: 16, head_width: 16}
                batching: {max_batch_seconds: 4}
                training: {epochs: 40, warmup_epochs: 1}
                checkpoints: {every_steps: 3, keep_best: 2}
                """);
        }

        /// <summary>What both are trained with.</summary>
        public string Configuration { get; }

        /// <summary>What such a run leaves behind.</summary>
        internal string Of(string precision)
        {
            if (!contents.TryGetValue(precision, out string? found))
            {
                string folder = temporary.File($"straight-{precision}");
                using Process process = Start(Configuration, folder, precision, fault: null);
                ProgramResult done = ProgramResult.Of(process).GetAwaiter().GetResult();
                Assert.True(done.Code == 0, done.Messages);
                contents[precision] = found = Contents(folder);
            }

            return found;
        }

        public void Dispose() => temporary.Dispose();
    }
}
