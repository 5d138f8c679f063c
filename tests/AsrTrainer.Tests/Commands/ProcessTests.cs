using System.Diagnostics;

namespace AsrTrainer.Tests.Commands;

/// <summary>The program as a process of its own: what only the operating system sees.</summary>
[Collection(TinyRun.Collection)]
public sealed class ProcessTests(TinyRun run)
{
    [Fact]
    public async Task Help_goes_to_stdout_and_a_wrong_command_line_to_stderr()
    {
        ProgramResult help = await ProgramResult.Of(ProgramResult.Start("--help"));
        Assert.Equal((0, ""), (help.Code, help.Messages));
        Assert.Contains("Exit codes:", help.Results);
        ProgramResult wrong = await ProgramResult.Of(ProgramResult.Start("no-such-command"));
        Assert.Equal((2, ""), (wrong.Code, wrong.Results));
    }

    [Fact]
    public async Task What_would_steer_a_terminal_is_replaced_on_its_way_there()
    {
        using var temporary = new TemporaryFolder();
        string named = Directory.CreateSymbolicLink(temporary.File("run\u001b[2J"), run.Folder).FullName;
        ProgramResult result = await ProgramResult.Of(ProgramResult.Start("eval", named, "--data", TinyRun.Clips));
        Assert.Equal(0, result.Code);
        Assert.Contains("run\uFFFD[2J", result.Messages);
        Assert.DoesNotContain('\u001b', result.Messages + result.Results);
    }

    [Fact]
    public async Task A_limit_on_addresses_that_libtorch_would_hang_in_is_refused()
    {
        const string Script = "ulimit -v 4600000; exec \"$0\" transcribe \"$1\" tests/fixtures/speech";
        ProgramResult result = await ProgramResult.Of(ProgramResult.Launch("sh", "-c", Script, ProgramResult.Executable, run.Folder));
        Assert.Equal(6, result.Code);
        Assert.Contains("GB of addresses, but the limit of this process (4.7 GB, ulimit -v) leaves ", result.Messages);
    }

    [Fact]
    public async Task A_shipped_configuration_is_ok()
    {
        ProgramResult result = await ProgramResult.Of(ProgramResult.Start("train", "configs/quickstart.yaml", "--check"));
        Assert.Equal(new ProgramResult(0, "configs/quickstart.yaml: ok\n", ""), result);
    }

    [Fact]
    public async Task A_model_file_that_is_none_ends_with_its_code_and_without_a_stack_trace()
    {
        ProgramResult result = await ProgramResult.Of(ProgramResult.Start("transcribe", "README.md", "tests/fixtures/speech"));
        Assert.Equal((5, ""), (result.Code, result.Results));
        Assert.DoesNotContain("   at ", result.Messages);
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("HUP")]
    public async Task A_signal_leaves_a_checkpoint_that_training_goes_on_from(string signal)
    {
        using var temporary = new TemporaryFolder();
        string folder = temporary.File("run");
        string[] arguments = ["train", run.Configuration, "--run-dir", folder, "--precision", "fp32", "--set", "training.epochs=100000"];
        using Process process = ProgramResult.Start(arguments);
        await HistoryOf(folder, process);
        ProgramResult stopped = await Stop(process, signal);
        Assert.Equal((130, ""), (stopped.Code, stopped.Results));
        Assert.EndsWith("go on with --resume\n", stopped.Messages);
        Assert.NotEmpty(Directory.EnumerateFiles(folder, "DONE", SearchOption.AllDirectories));
        Assert.Empty(Directory.EnumerateFiles(folder, "lock"));

        using Process resumed = ProgramResult.Start([.. arguments, "--resume"]);
        string? line;
        do
        {
            line = await resumed.StandardError.ReadLineAsync();
        }
        while (line?.StartsWith("resuming after step ", StringComparison.Ordinal) == false);
        Assert.NotNull(line);
        Assert.Equal(130, (await Stop(resumed, signal)).Code);
    }

    internal static async Task<ProgramResult> Stop(Process process, string signal)
    {
        using Process kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]);
        await kill.WaitForExitAsync();
        return await ProgramResult.Of(process);
    }

    // The first epoch is over; then the run is well under way.
    private static async Task HistoryOf(string folder, Process process)
    {
        var patience = Stopwatch.StartNew();
        while (!File.Exists(Path.Combine(folder, "history.csv")) && !process.HasExited)
        {
            Assert.True(patience.Elapsed < TimeSpan.FromMinutes(2), "no epoch was finished in two minutes");
            await Task.Delay(50);
        }
    }
}
