using AsrTrainer.Commands;
using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Tests.Commands;

public sealed class ScoreFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("ref.trn")]
    [InlineData("sets.csv")]
    public void What_is_read_is_not_written_over(string name)
    {
        File.WriteAllText(folder.File(name), "mine");

        UserFault fault = Refused(["test"], folder.File(name));

        Assert.Equal(
            $"--output {folder.Path}: {folder.File(name)} is to be written and is read too; name another folder",
            fault.Message);
    }

    [Fact]
    public void Of_several_sets_files_of_the_same_names_may_be_read()
    {
        File.WriteAllText(folder.File("ref.trn"), "mine");
        MakeReady(["one", "two"], folder.File("ref.trn"));
        Directory.CreateDirectory(folder.File("two"));
        File.WriteAllText(folder.File("two/ref.trn"), "mine");
        Refused(["one", "two"], folder.File("two/ref.trn"));
    }

    [Fact]
    public void A_folder_where_a_file_is_to_be_is_found_before_the_work()
    {
        Directory.CreateDirectory(folder.File("hyp.trn"));
        Assert.Contains("hyp.trn is to be written and is a folder", Refused(["test"]).Message);
    }

    [Theory]
    [InlineData("--data: a/b and a_b would write to one folder, a_b; name it otherwise, with NAME=PATH", "a/b", "x", "a_b")]
    [InlineData("--data: .. is no name for a folder of its files; name it otherwise, with NAME=PATH", "..", "x")]
    [InlineData("--data: . is no name for a folder of its files; name it otherwise, with NAME=PATH", "x", ".")]
    [InlineData("--data: sets.csv is no name for a folder of its files; name it otherwise, with NAME=PATH", "sets.csv", "x")]
    public void Names_of_sets_that_make_no_folder_of_their_own_are_refused(string problem, params string[] sets)
    {
        Assert.Equal(problem, Refused(sets).Message);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void One_set_needs_no_folder_and_may_have_any_name() => MakeReady([".."]);

    [Fact]
    public void A_result_takes_the_place_of_one_of_the_same_files_and_of_no_other()
    {
        Leave("report.json", "hyp.trn", "hyp.ctm", "one/hyp.trn", "other/utterances.csv", "other/hyp.trn", "two/notes.txt");
        string[] before = Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories);

        string message = Refused(["test"]).Message;

        Assert.Equal(
            $"--output {folder.Path}: holds another result, of which one/hyp.trn would stay beside the new one; remove them, or name "
            + "another folder",
            message);
        Assert.Contains("of which hyp.trn, hyp.ctm would stay", Refused(["one", "two"]).Message);
        Assert.Equal(before, Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories));
        File.Delete(folder.File("one/hyp.trn"));
        MakeReady(["test"]);
    }

    [Fact]
    public void Files_beside_which_no_result_stands_are_the_users_own()
    {
        Leave("hyp.ctm", "one/ref.trn");
        ScoreFolder.MakeReady(new ScoreChoice(0, 0, AsJson: false, folder.Path), ["test"], withTimes: false, []);
    }

    private void Leave(params string[] files)
    {
        foreach (string file in files.Select(folder.File))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, "");
        }
    }

    private UserFault Refused(string[] sets, params string[] read)
    {
        UserFault fault = Assert.Throws<UserFault>(() => MakeReady(sets, read));
        Assert.Equal(ExitCode.Usage, fault.Code);
        return fault;
    }

    private void MakeReady(string[] sets, params string[] read) =>
        ScoreFolder.MakeReady(new ScoreChoice(0, 0, AsJson: false, folder.Path), sets, withTimes: true, read);
}
