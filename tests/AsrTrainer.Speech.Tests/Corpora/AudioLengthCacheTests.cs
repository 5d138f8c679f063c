using System.Diagnostics;
using AsrTrainer.Speech.Corpora;

namespace AsrTrainer.Speech.Tests.Corpora;

public sealed class AudioLengthCacheTests : IDisposable
{
    private static readonly DateTime LongAgo = new(2020, 2, 3, 4, 5, 6, DateTimeKind.Utc);

    private readonly TemporaryCorpus corpus = new();
    private readonly List<string> notices = [];

    private string Folder => corpus.PathOf("cache");

    private string CacheFile => AudioLengthCache.PathFor(Folder, corpus.PathOf("train.csv"));

    public void Dispose() => corpus.Dispose();

    [Fact]
    public void A_remembered_file_is_not_measured_again()
    {
        Remember(Files(1000), i => i / 8.0);

        var cache = Open();

        Assert.Equal(999 / 8.0, cache.Find(new FileInfo(Files(1000)[999]), Never));
        Assert.Equal(0, cache.Find(new FileInfo(Files(1000)[0]), Never));
        Assert.Empty(notices);
    }

    [Fact]
    public void A_file_of_another_size_time_or_path_is_measured_again()
    {
        var files = Files(1000);
        Remember(files, _ => 1);
        File.AppendAllText(files[0], "more");
        File.SetLastWriteTimeUtc(files[0], LongAgo);
        File.SetLastWriteTimeUtc(files[1], LongAgo.AddTicks(1));
        File.Move(files[2], files[2] + "x");

        var cache = Open();

        Assert.Equal(2, cache.Find(new FileInfo(files[0]), () => 2));
        Assert.Equal(3, cache.Find(new FileInfo(files[1]), () => 3));
        Assert.Equal(4, cache.Find(new FileInfo(files[2] + "x"), () => 4));
        Assert.Equal(1, cache.Find(new FileInfo(files[3]), Never));
    }

    [Fact]
    public async Task A_pipe_in_its_place_is_told_and_not_waited_for()
    {
        Directory.CreateDirectory(Folder);
        using (var make = Process.Start("mkfifo", [CacheFile]))
        {
            await make.WaitForExitAsync();
        }

        await Task.Run(Open).WaitAsync(TimeSpan.FromSeconds(20));

        Assert.Contains($"{CacheFile} cannot be read", Assert.Single(notices));
    }

    [Fact]
    public void A_link_is_known_by_the_file_it_leads_to()
    {
        var files = Files(1000);
        var link = corpus.PathOf("link.wav");
        File.CreateSymbolicLink(link, files[0]);
        Remember([.. files, link], _ => 1);
        File.AppendAllText(files[0], "more");

        Assert.Equal(2, Open().Find(new FileInfo(link), () => 2));
    }

    [Fact]
    public void A_file_that_has_just_changed_is_not_remembered()
    {
        var files = Files(1001);
        File.SetLastWriteTimeUtc(files[0], DateTime.UtcNow);
        Remember(files, _ => 1);

        Assert.Equal(2, Open().Find(new FileInfo(files[0]), () => 2));
        Assert.Equal(1, Open().Find(new FileInfo(files[1]), Never));
    }

    [Fact]
    public void What_is_no_longer_in_the_corpus_is_forgotten_but_not_when_reading_was_cut_off()
    {
        var files = Files(1010);
        Remember(files, _ => 1);
        Remember(files[..1005], _ => 1, complete: false);
        var size = new FileInfo(CacheFile).Length;

        Remember(files[..1005], _ => 1);

        Assert.Equal(size - (5 * 24), new FileInfo(CacheFile).Length);
        Assert.Equal(2, Open().Find(new FileInfo(files[1009]), () => 2));
    }

    [Fact]
    public void A_small_corpus_leaves_nothing_behind()
    {
        Remember(Files(999), _ => 1);

        Assert.False(Directory.Exists(Folder));
    }

    [Fact]
    public void Nothing_is_written_when_nothing_is_new()
    {
        Remember(Files(1000), _ => 1);
        File.SetLastWriteTimeUtc(CacheFile, LongAgo);

        Remember(Files(1000), _ => throw new InvalidOperationException());

        Assert.Equal(LongAgo, File.GetLastWriteTimeUtc(CacheFile));
    }

    [Fact]
    public void Damage_anywhere_is_noticed_and_mended()
    {
        var files = Files(1000);
        Remember(files, _ => 1);
        var whole = File.ReadAllBytes(CacheFile);
        byte[][] damaged = [[], whole[..20], whole[..^1], [.. whole, 0], Flip(whole, 0), Flip(whole, 12), Flip(whole, 5000)];
        foreach (var bytes in damaged)
        {
            notices.Clear();
            File.WriteAllBytes(CacheFile, bytes);

            Remember(files, _ => 1);

            Assert.Contains($"{CacheFile} is damaged", Assert.Single(notices));
            Assert.Equal(whole, File.ReadAllBytes(CacheFile));
        }
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_a_notice_and_no_failure()
    {
        corpus.Text("cache", "a file where the folder should be");

        Remember(Files(1000), _ => 1);

        Assert.Contains("could not be kept", Assert.Single(notices));
    }

    [Fact]
    public void A_corpus_read_with_it_is_the_same_the_second_time_without_its_files_being_opened()
    {
        var path = Manifest(1000);
        var first = Read(path);

        // Of the same size and time, but no audio any more.
        foreach (var file in Files(1000))
        {
            File.WriteAllBytes(file, new byte[new FileInfo(file).Length]);
            File.SetLastWriteTimeUtc(file, LongAgo);
        }

        Assert.All(first, utterance => Assert.Null(utterance.AudioFault));
        Assert.Equal(first, Read(path));
        Assert.NotNull(CorpusReader.Read(path).First().AudioFault);
    }

    [Fact]
    public void A_file_that_cannot_be_used_is_told_each_time_and_one_that_went_away_too()
    {
        var path = Manifest(1002);
        File.WriteAllText(Files(1002)[0], "no audio");
        File.SetLastWriteTimeUtc(Files(1002)[0], LongAgo);
        var first = Read(path);
        File.Delete(Files(1002)[1]);

        var second = Read(path);

        Assert.NotNull(first[0].AudioFault);
        Assert.Equal(first[0], second[0]);
        Assert.True(second[1].AudioIsMissing);
        Assert.Null(second[2].AudioFault);
    }

    private static double Never() => throw new InvalidOperationException("measured again");

    private static byte[] Flip(byte[] bytes, int place)
    {
        byte[] copy = [.. bytes];
        copy[place] ^= 1;
        return copy;
    }

    private AudioLengthCache Open() => AudioLengthCache.Open(Folder, corpus.PathOf("train.csv"), notices.Add);

    private void Remember(IReadOnlyList<string> files, Func<int, double> seconds, bool complete = true)
    {
        var cache = Open();
        Parallel.For(0, files.Count, i => cache.Find(new FileInfo(files[i]), () => seconds(i)));
        cache.IsComplete = complete;
        cache.Save();
    }

    private string[] Files(int count)
    {
        string[] files = [.. Enumerable.Range(0, count).Select(i => corpus.PathOf($"clips/{i:D4}.wav"))];
        foreach (var file in files.Where(file => !File.Exists(file) && !Directory.Exists(Folder)))
        {
            corpus.Wav(Path.GetRelativePath(corpus.Folder, file), 0.01);
            File.SetLastWriteTimeUtc(file, LongAgo);
        }

        return files;
    }

    private string Manifest(int count) =>
        corpus.Text("train.csv", ["audio,text", .. Files(count).Select(file => $"{file},hello")]);

    private List<Utterance> Read(string path)
    {
        var cache = Open();
        var utterances = CorpusReader.Read(path, lengths: cache).ToList();
        cache.Save();
        return utterances;
    }
}
