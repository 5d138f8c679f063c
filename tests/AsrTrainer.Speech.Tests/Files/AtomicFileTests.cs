using AsrTrainer.Speech.Files;

namespace AsrTrainer.Speech.Tests.Files;

public sealed class AtomicFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("asr-atomic-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Writes_what_it_was_given_and_leaves_nothing_else()
    {
        var path = Path.Combine(folder, "model.bin");

        AtomicFile.Write(path, stream => stream.Write([1, 2, 3]));

        Assert.Equal([1, 2, 3], File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(folder));
    }

    [Fact]
    public void Replaces_a_longer_file_wholly()
    {
        var path = Path.Combine(folder, "model.bin");
        File.WriteAllBytes(path, new byte[100]);

        AtomicFile.Write(path, stream => stream.Write([7]));

        Assert.Equal([7], File.ReadAllBytes(path));
    }

    [Fact]
    public void Makes_the_folder_it_writes_to()
    {
        var path = Path.Combine(folder, "run", "step-1", "state");

        AtomicFile.Write(path, stream => stream.WriteByte(9));

        Assert.Equal([9], File.ReadAllBytes(path));
    }

    [Fact]
    public void A_failure_leaves_the_old_file_and_no_temporary_one()
    {
        var path = Path.Combine(folder, "model.bin");
        File.WriteAllBytes(path, [1, 2, 3]);

        var thrown = Assert.Throws<InvalidDataException>(() => AtomicFile.Write(path, stream =>
        {
            stream.Write([9, 9]);
            throw new InvalidDataException("half way");
        }));

        Assert.Equal("half way", thrown.Message);
        Assert.Equal([1, 2, 3], File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(folder));
    }

    [Fact]
    public void The_old_file_is_seen_until_the_new_one_is_whole()
    {
        var path = Path.Combine(folder, "model.bin");
        File.WriteAllBytes(path, [1]);
        byte[] seen = [];

        AtomicFile.Write(path, stream =>
        {
            stream.Write([2]);
            stream.Flush();
            seen = File.ReadAllBytes(path);
        });

        Assert.Equal([1], seen);
        Assert.Equal([2], File.ReadAllBytes(path));
    }

    [Fact]
    public void The_longest_name_that_a_file_can_have_is_written()
    {
        var path = Path.Combine(folder, new string('n', 255));

        AtomicFile.Write(path, stream => stream.WriteByte(1));

        Assert.Equal([path], Directory.GetFileSystemEntries(folder));
    }

    [Fact]
    public void Writers_of_the_same_file_do_not_meet()
    {
        var path = Path.Combine(folder, "model.bin");

        Parallel.For(0, 32, i => AtomicFile.Write(path, stream => stream.Write([.. Enumerable.Repeat((byte)i, 1000)])));

        var written = File.ReadAllBytes(path);
        Assert.Equal(1000, written.Length);
        Assert.Single(written.Distinct());
        Assert.Equal([path], Directory.GetFileSystemEntries(folder));
    }
}
