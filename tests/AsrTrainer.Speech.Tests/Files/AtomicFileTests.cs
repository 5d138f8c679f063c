using System.Diagnostics;
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
    public void A_disk_that_does_not_name_the_file_gets_it_named()
    {
        var path = Path.Combine(folder, "model.bin");
        var full = new IOException("No space left on device", hresult: 28);

        var thrown = Assert.Throws<IOException>(() => AtomicFile.Write(path, _ => throw full));

        Assert.Equal(($"{path}: No space left on device", 28), (thrown.Message, thrown.HResult));
        Assert.Same(full, thrown.InnerException);
        Assert.Empty(Directory.GetFileSystemEntries(folder));
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
    public void Writers_of_the_same_file_do_not_meet()
    {
        var path = Path.Combine(folder, "model.bin");

        Parallel.For(0, 32, i => AtomicFile.Write(path, stream => stream.Write([.. Enumerable.Repeat((byte)i, 1000)])));

        var written = File.ReadAllBytes(path);
        Assert.Equal(1000, written.Length);
        Assert.Single(written.Distinct());
        Assert.Equal([path], Directory.GetFileSystemEntries(folder));
    }

    [Fact]
    public void A_link_stays_and_the_file_that_it_leads_to_is_written()
    {
        var (real, linked) = (Path.Combine(folder, "real"), Path.Combine(folder, "linked"));
        Directory.CreateDirectory(real);
        Directory.CreateSymbolicLink(linked, "real");
        File.WriteAllBytes(Path.Combine(real, "old"), [1]);
        File.CreateSymbolicLink(Path.Combine(real, "first"), "second");
        File.CreateSymbolicLink(Path.Combine(real, "second"), "../linked/old");
        File.CreateSymbolicLink(Path.Combine(real, "ahead"), "new/file");

        AtomicFile.Write(Path.Combine(linked, "first"), stream => stream.WriteByte(2));
        AtomicFile.Write(Path.Combine(linked, "ahead"), stream => stream.WriteByte(3));

        Assert.Equal([2], File.ReadAllBytes(Path.Combine(real, "old")));
        Assert.Equal([3], File.ReadAllBytes(Path.Combine(real, "new", "file")));
        Assert.Equal(
            ["../linked/old", "new/file", "second"],
            Directory.GetFiles(real).Select(file => new FileInfo(file).LinkTarget).OfType<string>().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Links_in_a_circle_lead_to_no_file()
    {
        var (here, there) = (Path.Combine(folder, "here"), Path.Combine(folder, "there"));
        File.CreateSymbolicLink(here, there);
        File.CreateSymbolicLink(there, here);

        var refused = Assert.Throws<IOException>(() => AtomicFile.Write(here, stream => stream.WriteByte(1)));

        Assert.Contains("its links go in a circle", refused.Message);
        Assert.Equal([here, there], Directory.GetFileSystemEntries(folder).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_is_no_file_stays_and_nothing_is_written()
    {
        var pipe = Path.Combine(folder, "pipe");
        using (var make = Process.Start("mkfifo", [pipe]))
        {
            await make.WaitForExitAsync();
        }

        File.CreateSymbolicLink(Path.Combine(folder, "link"), pipe);
        Directory.CreateDirectory(Path.Combine(folder, "in"));
        string[] before = [.. Directory.GetFileSystemEntries(folder).Order(StringComparer.Ordinal)];

        (string Name, string Problem)[] others =
        [
            ("pipe", "is a pipe"), ("link", "is a pipe"), ("in", "is a folder"), ("new/", "is a folder"),
        ];
        foreach (var (name, problem) in others)
        {
            var refused = Assert.Throws<NotAFileException>(() => AtomicFile.Write(Path.Combine(folder, name), Unreachable));
            Assert.StartsWith($"{Path.Combine(folder, name)}: {problem}", refused.Message);
        }

        Assert.Equal(before, Directory.GetFileSystemEntries(folder).Order(StringComparer.Ordinal));
        static void Unreachable(Stream stream) => Assert.Fail("nothing may be written");
    }
}
