using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using AsrTrainer.Speech.Files;

namespace AsrTrainer.Speech.Corpora;

/// <summary>
/// Remembers a value for each of many files, so that whoever needs it again need not open them. A file is known by its path, its size and
/// the time of its last change. The whole may be deleted at any time, and what is damaged is made anew. Any number of threads may ask and
/// add at the same time.
/// </summary>
/// <remarks>
/// The file: eight letters for its kind, the number of entries (int64), their keys (16 bytes each, ascending), their values, and the
/// SHA-256 of all that; little-endian.
/// </remarks>
/// <typeparam name="T">What is remembered, a value without references or gaps.</typeparam>
internal sealed class FileCache<T>
    where T : unmanaged
{
    private const int HeaderBytes = 16;
    private const int KeyBytes = 16;

    // Millions of files; what is larger is not ours.
    private const long MaximumBytes = 1 << 28;

    // A file that is still being written may change once more without its time of change showing it.
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(2);
    private static readonly int ValueBytes = Unsafe.SizeOf<T>();

    private readonly string path;
    private readonly byte[] kind;
    private readonly Action<string> notice;
    private readonly TimeProvider clock;
    private readonly ConcurrentDictionary<UInt128, T> added = [];
    private UInt128[] keys = [];
    private T[] values = [];
    private bool[] used = [];

    /// <summary>Reads what is remembered; nothing if the file is not there.</summary>
    /// <param name="path">The file.</param>
    /// <param name="kind">Its first eight bytes.</param>
    /// <param name="notice">Told when it is damaged, or cannot be read or written. Nothing of that is fatal.</param>
    /// <param name="clock">Says what time it is.</param>
    public FileCache(string path, ReadOnlySpan<byte> kind, Action<string> notice, TimeProvider clock)
    {
        this.path = path;
        this.kind = kind.ToArray();
        this.notice = notice;
        this.clock = clock;
        Read();
    }

    /// <summary>Whether all files that matter have been asked about, so that the others may be forgotten.</summary>
    public bool IsComplete { get; set; }

    /// <summary>Everything remembered, with what is new.</summary>
    public IEnumerable<T> Values => values.Concat(added.Select(one => one.Value));

    /// <summary>The file of one corpus in a folder of such files.</summary>
    public static string PathFor(string folder, string prefix, string corpus)
    {
        var name = SHA256.HashData(Encoding.UTF8.GetBytes(Path.TrimEndingDirectorySeparator(Path.GetFullPath(corpus))));
        return Path.Combine(folder, $"{prefix}-{Convert.ToHexStringLower(name.AsSpan(0, 8))}.bin");
    }

    /// <summary>What a file is known by.</summary>
    public static FileIdentity Identify(FileInfo file)
    {
        // A link keeps its own size and time when what it points to is replaced.
        var isLink = file.Attributes.HasFlag(FileAttributes.ReparsePoint);
        var real = isLink ? (FileInfo?)file.ResolveLinkTarget(returnFinalTarget: true) ?? file : file;
        return new FileIdentity(Key(file.FullName, real), real.LastWriteTimeUtc);
    }

    /// <summary>What is remembered of a file.</summary>
    public bool TryGet(FileIdentity file, out T value)
    {
        var place = Array.BinarySearch(keys, file.Key);
        if (place >= 0)
        {
            used[place] = true;
            value = values[place];
            return true;
        }

        return added.TryGetValue(file.Key, out value);
    }

    /// <summary>Remembers a file, unless it has only just changed.</summary>
    public void Add(FileIdentity file, T value)
    {
        if (clock.GetUtcNow().UtcDateTime - file.LastWriteTimeUtc > Settled)
        {
            added[file.Key] = value;
        }
    }

    /// <summary>
    /// Writes what is new, whole or not at all, and forgets files that nobody asked about; nothing for fewer than
    /// <paramref name="fewest"/>.
    /// </summary>
    public void Save(int fewest)
    {
        var keep = Enumerable.Range(0, keys.Length).Where(place => used[place] || !IsComplete).ToArray();
        var fresh = added.ToArray();
        if ((fresh.Length == 0 && keep.Length == keys.Length) || keep.Length + fresh.Length < fewest)
        {
            return;
        }

        UInt128[] allKeys = [.. keep.Select(place => keys[place]), .. fresh.Select(one => one.Key)];
        T[] allValues = [.. keep.Select(place => values[place]), .. fresh.Select(one => one.Value)];
        Array.Sort(allKeys, allValues);
        try
        {
            AtomicFile.Write(path, stream => stream.Write(Encode(allKeys, allValues)));
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            notice($"what was found of the audio files could not be kept for the next start: {refused.Message}");
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

            using var file = OrdinaryFile.OpenRead(path);
            bytes = new byte[file.Length <= MaximumBytes ? file.Length : 0];
            file.ReadExactly(bytes);
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

    private byte[] Encode(UInt128[] allKeys, T[] allValues)
    {
        var bytes = new byte[HeaderBytes + ((long)(KeyBytes + ValueBytes) * allKeys.Length) + SHA256.HashSizeInBytes];
        kind.CopyTo(bytes, 0);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(kind.Length), allKeys.Length);
        var body = bytes.AsSpan(HeaderBytes);
        for (var i = 0; i < allKeys.Length; i++)
        {
            BinaryPrimitives.WriteUInt128LittleEndian(body[(i * KeyBytes)..], allKeys[i]);
        }

        body = body[(allKeys.Length * KeyBytes)..];
        MemoryMarshal.AsBytes(allValues.AsSpan()).CopyTo(body);
        SHA256.HashData(bytes.AsSpan(0, bytes.Length - SHA256.HashSizeInBytes), body[(allValues.Length * ValueBytes)..]);
        return bytes;
    }

    private bool Decode(byte[] bytes)
    {
        var end = bytes.Length - SHA256.HashSizeInBytes;
        if (end < HeaderBytes || !bytes.AsSpan().StartsWith(kind)
            || !SHA256.HashData(bytes.AsSpan(0, end)).AsSpan().SequenceEqual(bytes.AsSpan(end)))
        {
            return false;
        }

        // The checksum is no secret: a number of entries that the file does not hold must not be believed.
        var count = BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(kind.Length));
        if (count < 0 || count != (end - HeaderBytes) / (KeyBytes + ValueBytes) || (end - HeaderBytes) % (KeyBytes + ValueBytes) != 0)
        {
            return false;
        }

        var body = bytes.AsSpan(HeaderBytes);
        keys = new UInt128[count];
        for (var i = 0; i < count; i++)
        {
            keys[i] = BinaryPrimitives.ReadUInt128LittleEndian(body[(i * KeyBytes)..]);
        }

        values = MemoryMarshal.Cast<byte, T>(body.Slice(keys.Length * KeyBytes, keys.Length * ValueBytes)).ToArray();
        used = new bool[count];
        return true;
    }
}

/// <summary>What a file is known by.</summary>
/// <param name="Key">A hash of its path, its size and the time of its last change.</param>
/// <param name="LastWriteTimeUtc">That time.</param>
internal readonly record struct FileIdentity(UInt128 Key, DateTime LastWriteTimeUtc);
