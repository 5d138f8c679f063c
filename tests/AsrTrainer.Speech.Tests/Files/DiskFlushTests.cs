using AsrTrainer.Speech.Files;

namespace AsrTrainer.Speech.Tests.Files;

public sealed class DiskFlushTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("asr-flush-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void What_was_written_is_in_the_file_when_it_is_flushed()
    {
        var path = Path.Combine(folder, "file");
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        file.Write([1, 2, 3]);

        DiskFlush.Content(file);
        DiskFlush.Entries(folder);

        using var other = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        Assert.Equal(3, other.Length);
    }

    [Fact]
    public void A_flush_that_fails_is_an_error_and_names_the_file()
    {
        var fault = Assert.Throws<IOException>(() => DiskFlush.Synchronized(-1, "a.bin"));

        Assert.Contains("'a.bin' did not reach the disk", fault.Message);
    }

    [Fact]
    public void A_file_system_that_cannot_flush_is_no_error()
    {
        // A pipe has no disk behind it: fsync says EINVAL.
        using var pipe = new System.IO.Pipes.AnonymousPipeServerStream();

        DiskFlush.Synchronized((int)pipe.SafePipeHandle.DangerousGetHandle(), "pipe");
    }
}
