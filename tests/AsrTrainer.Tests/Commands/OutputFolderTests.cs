using AsrTrainer.Commands;
using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Tests.Commands;

public sealed class OutputFolderTests
{
    [Fact]
    public void Where_no_folder_can_be_made_that_is_said_and_not_that_none_was_found()
    {
        UserFault fault = Assert.Throws<UserFault>(() => OutputFolder.MadeReady("/proc/scores"));
        Assert.Equal(ExitCode.Environment, fault.Code);
        Assert.Equal("--output /proc/scores: no folder can be made there; name a folder that can be written to", fault.Message);
    }

    [Fact]
    public void A_folder_is_made_and_nothing_is_left_in_it()
    {
        using var temporary = new TemporaryFolder();
        Assert.Empty(Directory.GetFileSystemEntries(OutputFolder.MadeReady(temporary.File("a/b"))));
    }
}
