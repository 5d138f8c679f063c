using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using static TorchSharp.torch;

namespace TorchSharp.BeyondTorchSharp;

/// <summary>The header of a safetensors file: what is in it, in the order of the data, and the metadata without our checksums.</summary>
public sealed class SafetensorsHeader
{
    /// <summary>
    /// The format allows 100 MB. Parsed, a header can take forty times its size, and that of a model with ten thousand tensors has a
    /// megabyte.
    /// </summary>
    internal const long MaximumBytes = 16_000_000;

    internal const string MetadataKey = "__metadata__";
    internal const string HeaderHashKey = "header_sha256";
    internal const string DataHashKey = "data_sha256";

    // Stands in the header while its own checksum is taken.
    private static readonly string NoHash = new('0', 2 * SHA256.HashSizeInBytes);

    private readonly string? _dataHash;

    private SafetensorsHeader(
        IReadOnlyList<SafetensorsEntry> entries, IReadOnlyDictionary<string, string> metadata, string? dataHash)
    {
        Entries = entries;
        Metadata = metadata;
        _dataHash = dataHash;
    }

    /// <summary>The tensors in the order of their data.</summary>
    public IReadOnlyList<SafetensorsEntry> Entries { get; }

    /// <summary>The texts that the writer gave.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Gives each tensor its place: wide types first, so that every tensor is aligned, then by name.</summary>
    internal static SafetensorsHeader LayOut(
        IReadOnlyList<(string Name, ScalarType Type, long[] Shape)> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        var taken = new HashSet<string> { MetadataKey, "" };
        foreach (var (name, type, shape) in tensors)
        {
            if (!taken.Add(name))
            {
                throw new ArgumentException($"A tensor cannot be stored as '{name}': a name is unique, not empty and not {MetadataKey}.");
            }

            if (SafetensorsEntry.ElementSize(type) is null || SafetensorsEntry.ByteLength(type, shape) > int.MaxValue)
            {
                throw new ArgumentException($"'{name}' cannot be stored: {type} of shape [{string.Join(", ", shape)}].");
            }
        }

        if (metadata.ContainsKey(HeaderHashKey) || metadata.ContainsKey(DataHashKey))
        {
            throw new ArgumentException($"The metadata keys {HeaderHashKey} and {DataHashKey} are for the file's own checksums.");
        }

        long place = 0;
        var entries = new List<SafetensorsEntry>();
        foreach (var (name, type, shape) in tensors.OrderByDescending(tensor => SafetensorsEntry.ElementSize(tensor.Type))
            .ThenBy(tensor => tensor.Name, StringComparer.Ordinal))
        {
            entries.Add(new SafetensorsEntry(name, type, shape, place, SafetensorsEntry.ByteLength(type, shape)!.Value));
            place = entries[^1].End;
        }

        return new SafetensorsHeader(entries, metadata, null);
    }

    /// <summary>The header as it stands in a file: sorted keys, no spaces but those that pad it to a multiple of eight bytes.</summary>
    internal byte[] ToBytes(string dataHash)
    {
        var header = Format(dataHash, NoHash);
        var hash = Convert.ToHexStringLower(SHA256.HashData(header));
        return Format(dataHash, hash);
    }

    /// <summary>
    /// Reads the header and leaves the stream at the first byte of data, which are not looked at. Nothing is taken on trust: the size is
    /// compared with the file's before memory is taken, and the tensors must fill the rest of the file without overlap or hole.
    /// </summary>
    /// <param name="file">A file, from its start; the caller opens it, and knows what may be opened.</param>
    /// <exception cref="InvalidDataException">The header is damaged, or does not fit the file's size.</exception>
    public static SafetensorsHeader Read(Stream file)
    {
        Span<byte> prefix = stackalloc byte[sizeof(long)];
        if (file.Length < prefix.Length)
        {
            throw new InvalidDataException($"Not a safetensors file: {file.Length} bytes, too short for the length of a header.");
        }

        file.ReadExactly(prefix);
        var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        var rest = file.Length - prefix.Length;
        if (length > MaximumBytes || length > (ulong)rest)
        {
            throw new InvalidDataException(
                $"Not a safetensors file, or cut off: it promises a header of {length} bytes; "
                + $"{rest} follow, and {MaximumBytes} are allowed.");
        }

        var header = new byte[length];
        file.ReadExactly(header);
        var (entries, metadata) = SafetensorsHeaderParser.Parse(header);
        entries.Sort((left, right) => (left.Begin, left.End, left.Name).CompareTo((right.Begin, right.End, right.Name)));
        CheckPlaces(entries, rest - (long)length);
        var hashed = TakeHashes(header, metadata);
        return new SafetensorsHeader(entries, metadata, hashed);
    }

    /// <summary>Compares the checksum of the data with the one that the header carries, if it does.</summary>
    internal void CheckData(ReadOnlySpan<byte> hash)
    {
        var found = Convert.ToHexStringLower(hash);
        if (_dataHash is not null && _dataHash != found)
        {
            throw new InvalidDataException($"The data are damaged: their SHA-256 is {found}, expected {_dataHash}.");
        }
    }

    private static void CheckPlaces(List<SafetensorsEntry> entries, long dataLength)
    {
        long place = 0;
        foreach (var entry in entries)
        {
            if (entry.Begin != place)
            {
                var finding = entry.Begin < place ? "overlaps the tensor before it" : "leaves a hole before it";
                throw new InvalidDataException($"'{entry.Name}' {finding}: it begins at byte {entry.Begin} of the data, expected {place}.");
            }

            place = entry.End;
        }

        if (place != dataLength)
        {
            throw new InvalidDataException($"The file is cut off or too long: its tensors take {place} bytes, {dataLength} are there.");
        }
    }

    // Verifies the header's checksum and removes both from the metadata; gives the one of the data.
    private static string? TakeHashes(byte[] header, Dictionary<string, string> metadata)
    {
        var hasHeaderHash = metadata.Remove(HeaderHashKey, out var headerHash);
        var hasDataHash = metadata.Remove(DataHashKey, out var dataHash);
        if (!hasHeaderHash && !hasDataHash)
        {
            return null;
        }

        // The checksum itself is hexadecimal and occurs nowhere else, so that it can be blanked in the raw bytes.
        var place = hasHeaderHash && headerHash!.Length == NoHash.Length ? header.AsSpan().IndexOf(Encoding.UTF8.GetBytes(headerHash)) : -1;
        if (!hasDataHash || place < 0)
        {
            throw new InvalidDataException($"The header is damaged: {HeaderHashKey} or {DataHashKey} is missing or malformed.");
        }

        Encoding.UTF8.GetBytes(NoHash).CopyTo(header.AsSpan(place));
        var found = Convert.ToHexStringLower(SHA256.HashData(header));
        return found == headerHash
            ? dataHash
            : throw new InvalidDataException($"The header is damaged: its SHA-256 is {found}, expected {headerHash}.");
    }

    private byte[] Format(string dataHash, string headerHash)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            var all = new SortedDictionary<string, string>(Metadata.ToDictionary(), StringComparer.Ordinal)
            {
                [DataHashKey] = dataHash,
                [HeaderHashKey] = headerHash,
            };
            json.WriteStartObject();
            json.WriteStartObject(MetadataKey);
            foreach (var (key, value) in all)
            {
                json.WriteString(key, value);
            }

            json.WriteEndObject();
            foreach (var entry in Entries.OrderBy(entry => entry.Name, StringComparer.Ordinal))
            {
                WriteEntry(json, entry);
            }

            json.WriteEndObject();
        }

        while (buffer.Length % 8 != 0)
        {
            buffer.WriteByte((byte)' ');
        }

        return buffer.ToArray();
    }

    private static void WriteEntry(Utf8JsonWriter json, SafetensorsEntry entry)
    {
        json.WriteStartObject(entry.Name);
        json.WriteString("dtype", entry.TypeName);
        json.WriteStartArray("shape");
        foreach (var size in entry.Shape)
        {
            json.WriteNumberValue(size);
        }

        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(entry.Begin);
        json.WriteNumberValue(entry.End);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
