using System.Diagnostics;
using AsrTrainer.Speech.Files;

namespace AsrTrainer.Speech.Tests.Files;

public sealed class OrdinaryFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("asr-ordinary-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_file_is_read_from_its_beginning_also_through_a_link()
    {
        var path = PathOf("file");
        File.WriteAllText(path, "all of it");
        File.CreateSymbolicLink(PathOf("link"), path);

        Assert.Equal("all of it", OrdinaryFile.ReadAllText(path));
        Assert.Equal("all of it", OrdinaryFile.ReadAllText(PathOf("link")));
    }

    [Fact]
    public async Task A_pipe_that_nobody_writes_to_is_refused_without_waiting()
    {
        var path = PathOf("pipe");
        using (var make = Process.Start("mkfifo", [path]))
        {
            await make.WaitForExitAsync();
        }

        var refused = await Assert.ThrowsAsync<IOException>(
            () => Task.Run(() => OrdinaryFile.OpenRead(path)).WaitAsync(TimeSpan.FromSeconds(20)));

        Assert.Contains("it is a pipe", refused.Message);
    }

    [Theory]
    [InlineData("/dev/zero")]
    [InlineData("/dev/null")]
    public void A_device_is_refused(string path) =>
        Assert.Contains("it is a pipe or a device", Assert.Throws<IOException>(() => OrdinaryFile.OpenRead(path)).Message);

    [Fact]
    public void What_cannot_be_opened_fails_as_files_do()
    {
        Assert.Throws<FileNotFoundException>(() => OrdinaryFile.OpenRead(PathOf("missing")));
        Assert.Throws<DirectoryNotFoundException>(() => OrdinaryFile.OpenRead(PathOf("missing/file")));
        var refused = Assert.Throws<UnauthorizedAccessException>(() => OrdinaryFile.OpenRead(folder));
        Assert.Equal("it is a folder, and a file is needed here", refused.Message);
    }

    private string PathOf(string name) => Path.Combine(folder, name);
}
