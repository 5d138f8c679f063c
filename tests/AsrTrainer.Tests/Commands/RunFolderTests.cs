using AsrTrainer.Commands;
using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Tests.Commands;

public sealed class RunFolderTests
{
    [Fact]
    public void A_folder_is_made_and_left_without_a_lock()
    {
        using var temporary = new TemporaryFolder();
        string path = temporary.File("a/b");
        using (RunFolder.Open(path, resume: false))
        {
            Assert.NotEmpty(Directory.EnumerateFiles(path));
        }

        Assert.Empty(Directory.EnumerateFiles(path));
    }

    [Fact]
    public void A_folder_with_checkpoints_is_opened_only_to_go_on()
    {
        using var temporary = new TemporaryFolder();
        Directory.CreateDirectory(temporary.File("checkpoints/step-00000001"));
        UserFault fault = Assert.Throws<UserFault>(() => RunFolder.Open(temporary.Path, resume: false));
        Assert.Equal(ExitCode.Usage, fault.Code);
        Assert.Equal(
            $"{temporary.Path}: already holds a run; go on with it by --resume, or train into another folder with --run-dir",
            fault.Message);
        RunFolder.Open(temporary.Path, resume: true).Dispose();
    }

    [Fact]
    public void Two_processes_cannot_train_in_one_folder_and_the_second_is_told_of_the_first()
    {
        using var temporary = new TemporaryFolder();
        using RunFolder first = RunFolder.Open(temporary.Path, resume: false);
        Assert.Null(first.TakenOver);
        UserFault fault = Assert.Throws<UserFault>(() => RunFolder.Open(temporary.Path, resume: true));
        Assert.Equal(
            $"{temporary.Path}: process {Environment.ProcessId} on {Environment.MachineName} trains in this folder; "
            + "wait for it, or train into another one with --run-dir",
            fault.Message);
    }

    [Fact]
    public void A_lock_whose_owner_has_ended_is_taken_over_and_said()
    {
        using var temporary = new TemporaryFolder();
        File.WriteAllText(temporary.File("lock"), "process 4711 on elsewhere\n");
        using (RunFolder folder = RunFolder.Open(temporary.Path, resume: true))
        {
            Assert.Equal("process 4711 on elsewhere", folder.TakenOver);
        }

        using RunFolder after = RunFolder.Open(temporary.Path, resume: true);
        Assert.Null(after.TakenOver);
    }

    [Theory]
    [InlineData("config.yaml", "run.json", true)]
    [InlineData("config.yaml", "checkpoints/x", true)]
    [InlineData("config.yaml", "other", false)]
    [InlineData("mine.yaml", "run.json", false)]
    public void The_record_of_a_run_stands_for_the_run(string configuration, string beside, bool isRun)
    {
        using var temporary = new TemporaryFolder();
        Directory.CreateDirectory(Path.GetDirectoryName(temporary.File(beside))!);
        File.WriteAllText(temporary.File(beside), "");
        Assert.Equal(
            isRun ? temporary.Path : $"runs/{Path.GetFileNameWithoutExtension(configuration)}",
            RunFolder.DefaultFor(temporary.File(configuration)));
    }

    [Fact]
    public void A_configuration_gives_its_name_to_the_run() => Assert.Equal("runs/some", RunFolder.DefaultFor("some.yaml"));

    [Fact]
    public void A_file_is_no_run_folder()
    {
        using var temporary = new TemporaryFolder();
        File.WriteAllText(temporary.File("x"), "");
        UserFault fault = Assert.Throws<UserFault>(() => RunFolder.Open(temporary.File("x"), resume: false));
        Assert.Equal($"--run-dir {temporary.File("x")}: is a file; name a folder", fault.Message);
    }
}
