using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using AsrTrainer.Speech.Audio;
using AsrTrainer.Speech.Corpora;
using AsrTrainer.Speech.Files;

namespace AsrTrainer.Speech.Examination;

/// <summary>
/// Remembers what decoding the audio files of a corpus showed. A file that has not changed is known by path, size and time; one that was
/// moved, copied or touched by its content, also where another corpus remembers it. Of files that cannot be used nothing is remembered.
/// </summary>
internal sealed class ExaminationCache
{
    /// <summary>Corpora with fewer files are not remembered: decoding those takes no longer than noticing.</summary>
    public const int FewestFiles = 50;

    private const string Prefix = "examined";

    private readonly FileCache<Remembered> own;
    private readonly Lazy<FileCache<Remembered>[]> others;
    private readonly Lazy<ConcurrentDictionary<UInt128, Remembered>> byContent;

    private ExaminationCache(FileCache<Remembered> own, Func<FileCache<Remembered>[]> others)
    {
        this.own = own;
        this.others = new Lazy<FileCache<Remembered>[]>(others);
        byContent = new Lazy<ConcurrentDictionary<UInt128, Remembered>>(() =>
        {
            var contents = new ConcurrentDictionary<UInt128, Remembered>();
            foreach (var known in this.others.Value.Append(own).SelectMany(cache => cache.Values).Where(one => one.IsPlausible))
            {
                contents[known.ContentHash] = known;
            }

            return contents;
        });
    }

    /// <summary>What is remembered of a corpus; nothing if it was never seen.</summary>
    /// <param name="folder">Where such files are kept; it is made when the first of them is written.</param>
    /// <param name="corpus">The corpus: a folder or a manifest.</param>
    /// <param name="notice">Told when what is remembered is damaged, or cannot be read or written. Nothing of that is fatal.</param>
    /// <param name="clock">Says what time it is; the system's if null.</param>
    public static ExaminationCache Open(string folder, string corpus, Action<string> notice, TimeProvider? clock = null)
    {
        var path = FileCache<Remembered>.PathFor(folder, Prefix, corpus);
        return new ExaminationCache(Read(path, notice), () => [.. Neighbours(path).Select(other => Read(other, _ => { }))]);

        FileCache<Remembered> Read(string file, Action<string> told) => new(file, "ASREXM01"u8, told, clock ?? TimeProvider.System);
    }

    /// <summary>
    /// What is remembered of a file that has not changed; null where it has to be looked at. Any number of threads may ask.
    /// </summary>
    public AudioFacts? FindUnchanged(FileInfo file) =>
        own.TryGet(FileCache<Remembered>.Identify(file), out var known) && known.IsPlausible ? known.Facts : null;

    /// <summary>
    /// What is remembered of a file with the same content, or what <paramref name="decode"/> finds. Any number of threads may ask.
    /// </summary>
    public AudioFacts Find(FileInfo file, Func<AudioFacts> decode)
    {
        var identity = FileCache<Remembered>.Identify(file);
        var found = FindElsewhere(identity) ?? FindContent(file.FullName, decode);
        own.Add(identity, found);
        return found.Facts;
    }

    /// <summary>Writes what is new, whole or not at all.</summary>
    /// <param name="isComplete">Whether every file of the corpus was asked about, so that others may be forgotten.</param>
    public void Save(bool isComplete)
    {
        own.IsComplete = isComplete;
        own.Save(FewestFiles);
    }

    private Remembered? FindElsewhere(FileIdentity identity)
    {
        foreach (var other in others.Value)
        {
            if (other.TryGet(identity, out var known) && known.IsPlausible)
            {
                return known;
            }
        }

        return null;
    }

    private Remembered FindContent(string path, Func<AudioFacts> decode)
    {
        var content = ContentHash(path);
        if (!byContent.Value.TryGetValue(content, out var known))
        {
            known = new Remembered(content, decode());
            byContent.Value[content] = known;
        }

        return known;
    }

    private static UInt128 ContentHash(string path)
    {
        using var stream = OrdinaryFile.OpenRead(path);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(stream, hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }

    private static string[] Neighbours(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        return Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder, $"{Prefix}-*.bin").Where(other => other != path).Order(StringComparer.Ordinal)]
            : [];
    }

    /// <summary>An entry as the file holds it: 56 bytes without gaps.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct Remembered(UInt128 contentHash, AudioFacts facts)
    {
        // Halves, since a whole one may be laid out at multiples of 16 only.
        private readonly ulong contentHigh = (ulong)(contentHash >> 64);
        private readonly ulong contentLow = (ulong)contentHash;
        private readonly ulong samplesHigh = (ulong)(facts.SampleHash >> 64);
        private readonly ulong samplesLow = (ulong)facts.SampleHash;
        private readonly long frames = facts.Frames;
        private readonly int sampleRate = facts.SampleRate;
        private readonly int channels = facts.Channels;
        private readonly float amplitude = facts.Amplitude;
        private readonly float clippedShare = facts.ClippedShare;

        public UInt128 ContentHash => new(contentHigh, contentLow);

        /// <summary>Whether a file can be so; the checksum of what is remembered is no secret.</summary>
        public bool IsPlausible =>
            frames is > 0 and <= AudioFile.MaximumFrames
            && sampleRate is >= AudioFile.MinimumSampleRate and <= AudioFile.MaximumSampleRate
            && amplitude >= 0 && clippedShare is >= 0 and <= 1;

        public AudioFacts Facts => new(sampleRate, channels, frames, amplitude, clippedShare, new UInt128(samplesHigh, samplesLow));
    }
}
