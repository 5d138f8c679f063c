using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using AsrTrainer.Speech.Files;

namespace AsrTrainer.Speech.Corpora;

/// <summary>
/// Remembers how long the audio files of one corpus are, so that whoever uses it again need not open each of them. A file is known by
/// its path, its size and the time of its last change; of files that cannot be used nothing is remembered. The whole may be deleted at any
/// time, and what is damaged is made anew.
/// </summary>
/// <remarks>
/// The file: "ASRLEN01", the number of entries (int64), their keys (16 bytes each, ascending), their seconds (float64), and the SHA-256 of
/// all that; little-endian.
/// </remarks>
public sealed class AudioLengthCache
{
    /// <summary>Corpora with fewer files are not remembered: opening those takes no longer than noticing.</summary>
    public const int FewestFiles = 1000;

    private const int HeaderBytes = 16;
    private const int KeyBytes = 16;
    private const int EntryBytes = KeyBytes + sizeof(double);

    // A file that is still being written may change once more without its time of change showing it.
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(2);
    private static readonly byte[] Magic = "ASRLEN01"u8.ToArray();

    private readonly string path;
    private readonly Action<string> notice;
    private readonly TimeProvider clock;
    private readonly ConcurrentDictionary<UInt128, double> added = [];
    private UInt128[] keys = [];
    private double[] seconds = [];
    private bool[] used = [];

    private AudioLengthCache(string path, Action<string> notice, TimeProvider clock)
    {
        this.path = path;
        this.notice = notice;
        this.clock = clock;
    }

    /// <summary>Whether all files of the corpus have been asked about, so that the others are no longer part of it.</summary>
    internal bool IsComplete { get; set; }

    /// <summary>What is remembered of a corpus; nothing if it was never seen.</summary>
    /// <param name="folder">Where such files are kept; it is made when the first of them is written.</param>
    /// <param name="corpus">The corpus: a folder or a manifest.</param>
    /// <param name="notice">Told when what is remembered is damaged, or cannot be read or written. Nothing of that is fatal.</param>
    /// <param name="clock">Says what time it is; the system's if null.</param>
    public static AudioLengthCache Open(string folder, string corpus, Action<string> notice, TimeProvider? clock = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentException.ThrowIfNullOrEmpty(corpus);
        ArgumentNullException.ThrowIfNull(notice);
        var cache = new AudioLengthCache(PathFor(folder, corpus), notice, clock ?? TimeProvider.System);
        cache.Read();
        return cache;
    }

    /// <summary>The file that remembers a corpus.</summary>
    internal static string PathFor(string folder, string corpus)
    {
        var name = SHA256.HashData(Encoding.UTF8.GetBytes(Path.TrimEndingDirectorySeparator(Path.GetFullPath(corpus))));
        return Path.Combine(folder, $"lengths-{Convert.ToHexStringLower(name.AsSpan(0, 8))}.bin");
    }

    /// <summary>
    /// The length of a file, in seconds: the remembered one, or what <paramref name="measure"/> finds. Any number of threads may ask.
    /// </summary>
    internal double Find(FileInfo file, Func<double> measure)
    {
        // A link keeps its own size and time when what it points to is replaced.
        var isLink = file.Attributes.HasFlag(FileAttributes.ReparsePoint);
        var real = isLink ? (FileInfo?)file.ResolveLinkTarget(returnFinalTarget: true) ?? file : file;
        var key = Key(file.FullName, real);
        var place = Array.BinarySearch(keys, key);
        if (place >= 0)
        {
            used[place] = true;
            return seconds[place];
        }

        if (added.TryGetValue(key, out var known))
        {
            return known;
        }

        var found = measure();
        if (clock.GetUtcNow().UtcDateTime - real.LastWriteTimeUtc > Settled)
        {
            added[key] = found;
        }

        return found;
    }

    /// <summary>Writes what is new, whole or not at all; forgets files that are no longer in the corpus.</summary>
    public void Save()
    {
        var keep = Enumerable.Range(0, keys.Length).Where(place => used[place] || !IsComplete).ToArray();
        if ((added.IsEmpty && keep.Length == keys.Length) || keep.Length + added.Count < FewestFiles)
        {
            return;
        }

        UInt128[] allKeys = [.. keep.Select(place => keys[place]), .. added.Select(one => one.Key)];
        double[] allSeconds = [.. keep.Select(place => seconds[place]), .. added.Select(one => one.Value)];
        Array.Sort(allKeys, allSeconds);
        try
        {
            AtomicFile.Write(path, stream => stream.Write(Encode(allKeys, allSeconds)));
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            notice($"the lengths of the audio files could not be kept for the next start: {refused.Message}");
        }
    }

    private static UInt128 Key(string name, FileInfo real)
    {
        Span<byte> bytes = stackalloc byte[512];
        var most = Encoding.UTF8.GetMaxByteCount(name.Length) + (2 * sizeof(long));
        bytes = most <= bytes.Length ? bytes : new byte[most];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, real.Length);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[sizeof(long)..], real.LastWriteTimeUtc.Ticks);
        var length = (2 * sizeof(long)) + Encoding.UTF8.GetBytes(name, bytes[(2 * sizeof(long))..]);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes[..length], hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }

    private void Read()
    {
        byte[] bytes;
        try
        {
            if (!File.Exists(path))
            {
                return;
            }

            bytes = File.ReadAllBytes(path);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            notice($"{path} cannot be read ({refused.Message}); the audio files are looked at again");
            return;
        }

        if (!Decode(bytes))
        {
            notice($"{path} is damaged; it is made anew, and the audio files are looked at again");
        }
    }

    private static byte[] Encode(UInt128[] keys, double[] seconds)
    {
        var bytes = new byte[HeaderBytes + ((long)EntryBytes * keys.Length) + SHA256.HashSizeInBytes];
        Magic.CopyTo(bytes, 0);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(Magic.Length), keys.Length);
        var body = bytes.AsSpan(HeaderBytes);
        for (var i = 0; i < keys.Length; i++)
        {
            BinaryPrimitives.WriteUInt128LittleEndian(body[(i * KeyBytes)..], keys[i]);
        }

        body = body[(keys.Length * KeyBytes)..];
        MemoryMarshal.AsBytes(seconds.AsSpan()).CopyTo(body);
        SHA256.HashData(bytes.AsSpan(0, bytes.Length - SHA256.HashSizeInBytes), body[(seconds.Length * sizeof(double))..]);
        return bytes;
    }

    private bool Decode(byte[] bytes)
    {
        var end = bytes.Length - SHA256.HashSizeInBytes;
        if (end < HeaderBytes || !bytes.AsSpan().StartsWith(Magic)
            || !SHA256.HashData(bytes.AsSpan(0, end)).AsSpan().SequenceEqual(bytes.AsSpan(end)))
        {
            return false;
        }

        // A file with the right checksum is one that was written here.
        var count = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(Magic.Length));
        var body = bytes.AsSpan(HeaderBytes);
        keys = new UInt128[count];
        for (var i = 0; i < count; i++)
        {
            keys[i] = BinaryPrimitives.ReadUInt128LittleEndian(body[(i * KeyBytes)..]);
        }

        seconds = MemoryMarshal.Cast<byte, double>(body.Slice(count * KeyBytes, count * sizeof(double))).ToArray();
        used = new bool[count];
        return true;
    }
}
