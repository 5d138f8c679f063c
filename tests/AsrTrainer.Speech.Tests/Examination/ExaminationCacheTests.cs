using AsrTrainer.Speech.Audio;
using AsrTrainer.Speech.Examination;
using AsrTrainer.Speech.Tests.Corpora;

namespace AsrTrainer.Speech.Tests.Examination;

public sealed class ExaminationCacheTests : IDisposable
{
    private const int Enough = ExaminationCache.FewestFiles;
    private static readonly DateTime LongAgo = new(2020, 2, 3, 4, 5, 6, DateTimeKind.Utc);

    private readonly TemporaryCorpus corpus = new();
    private readonly List<string> notices = [];

    private string Folder => corpus.PathOf("cache");

    public void Dispose() => corpus.Dispose();

    [Fact]
    public void A_file_that_has_not_changed_is_known_with_all_that_was_found()
    {
        Remember("train", Files(Enough));

        var cache = Open("train");

        for (var i = 0; i < Enough; i++)
        {
            Assert.Equal(Facts(i), cache.FindUnchanged(new FileInfo(Files(Enough)[i])));
        }

        Assert.Null(cache.FindUnchanged(new FileInfo(corpus.Bytes("new.wav", [1]))));
        Assert.Empty(notices);
    }

    [Fact]
    public void A_file_that_was_touched_or_moved_is_known_by_its_content()
    {
        var files = Files(Enough);
        Remember("train", files);
        File.SetLastWriteTimeUtc(files[0], LongAgo.AddDays(1));
        File.Move(files[1], corpus.PathOf("moved.wav"));

        var cache = Open("train");

        Assert.Null(cache.FindUnchanged(new FileInfo(files[0])));
        Assert.Equal(Facts(0), cache.Find(new FileInfo(files[0]), Never));
        Assert.Equal(Facts(1), cache.Find(new FileInfo(corpus.PathOf("moved.wav")), Never));
    }

    [Fact]
    public void What_another_corpus_remembers_is_known_too()
    {
        var files = Files(Enough);
        Remember("train", files);
        File.Copy(files[1], corpus.PathOf("copied.wav"));

        var cache = Open("elsewhere");

        Assert.Equal(Facts(0), cache.Find(new FileInfo(files[0]), Never));
        Assert.Equal(Facts(1), cache.Find(new FileInfo(corpus.PathOf("copied.wav")), Never));
    }

    [Fact]
    public void Another_content_of_the_same_size_is_decoded()
    {
        var files = Files(Enough);
        Remember("train", files);
        var bytes = File.ReadAllBytes(files[0]);
        bytes[^1] ^= 1;
        File.WriteAllBytes(files[0], bytes);
        File.SetLastWriteTimeUtc(files[0], LongAgo.AddSeconds(1));

        Assert.Equal(Facts(77), Open("train").Find(new FileInfo(files[0]), () => Facts(77)));
    }

    [Fact]
    public void Equal_files_are_decoded_once()
    {
        File.Copy(Files(1)[0], corpus.PathOf("copy.wav"));
        var cache = Open("train");
        cache.Find(new FileInfo(Files(1)[0]), () => Facts(0));

        Assert.Equal(Facts(0), cache.Find(new FileInfo(corpus.PathOf("copy.wav")), Never));
    }

    [Fact]
    public void A_small_corpus_leaves_nothing_behind()
    {
        Remember("train", Files(Enough - 1));

        Assert.False(Directory.Exists(Folder));
    }

    [Fact]
    public void Damage_is_noticed_and_mended()
    {
        var files = Files(Enough);
        Remember("train", files);
        var path = Assert.Single(Directory.EnumerateFiles(Folder));
        var whole = File.ReadAllBytes(path);
        foreach (var damaged in (byte[][])[[], whole[..^1], [.. whole[..300], (byte)(whole[300] ^ 1), .. whole[301..]]])
        {
            notices.Clear();
            File.WriteAllBytes(path, damaged);

            Remember("train", files);

            Assert.Contains($"{path} is damaged", Assert.Single(notices));
            Assert.Equal(whole, File.ReadAllBytes(path));
        }
    }

    private static AudioFacts Never() => throw new InvalidOperationException("decoded again");

    private static AudioFacts Facts(int i) =>
        new(16_000 + i, 1 + (i % 2), 1L << (i % 30), i / 128f, i / 256f, new UInt128((ulong)i << 60, ulong.MaxValue - (ulong)i));

    private ExaminationCache Open(string name) => ExaminationCache.Open(Folder, corpus.PathOf(name), notices.Add);

    private void Remember(string name, string[] files)
    {
        var cache = Open(name);
        Parallel.For(0, files.Length, i => cache.Find(new FileInfo(files[i]), () => Facts(i)));
        cache.Save(isComplete: true);
    }

    private string[] Files(int count)
    {
        string[] files = [.. Enumerable.Range(0, count).Select(i => corpus.PathOf($"clips/{i:D4}.wav"))];
        foreach (var (i, file) in files.Index().Where(one => !File.Exists(one.Item) && !Directory.Exists(Folder)))
        {
            corpus.Bytes(Path.GetRelativePath(corpus.Folder, file), [.. BitConverter.GetBytes(i), 7, 7]);
            File.SetLastWriteTimeUtc(file, LongAgo);
        }

        return files;
    }
}
