using System.Buffers.Binary;
using System.Security.Cryptography;
using static TorchSharp.torch;

namespace TorchSharp.BeyondTorchSharp;

/// <summary>
/// Reads and writes tensors in the safetensors format (https://huggingface.co/docs/safetensors): eight bytes with the length of a JSON
/// header, the header with each tensor's type, shape and place, then the raw little-endian data. Equal tensors and metadata give equal
/// bytes. What is written carries checksums of header and data in its metadata, which other readers ignore; on reading they are checked
/// and taken out, so that a single flipped bit is found; files without them are read as well.
/// </summary>
/// <remarks>Types: F64, F32, F16, BF16, I64, I32, U8 and BOOL, on the CPU. A single tensor holds less than 2 GB.</remarks>
public static class SafetensorsFile
{
    /// <summary>Writes tensors from any device.</summary>
    /// <param name="destination">Where to write, from its current position; it stays open.</param>
    /// <param name="tensors">Names (unique, not empty, not <c>__metadata__</c>) and tensors, in any order.</param>
    /// <param name="metadata">Any texts; the keys <c>header_sha256</c> and <c>data_sha256</c> are taken.</param>
    /// <exception cref="ArgumentException">A name or a type cannot be stored.</exception>
    public static void Write(
        Stream destination, IReadOnlyList<(string name, Tensor tensor)> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        using var scope = NewDisposeScope();
        using var withoutGraph = no_grad();
        var layout = SafetensorsHeader.LayOut([.. tensors.Select(entry => (entry.name, entry.tensor.dtype, entry.tensor.shape))], metadata);
        var byName = tensors.ToDictionary(entry => entry.name, entry => entry.tensor);
        byte[] dataHash;
        using (var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256))
        {
            ForEachInOrder(layout, byName, hash.AppendData);
            dataHash = hash.GetHashAndReset();
        }

        var header = layout.ToBytes(Convert.ToHexStringLower(dataHash));
        Span<byte> length = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        destination.Write(length);
        destination.Write(header);
        ForEachInOrder(layout, byName, destination.Write);
    }

    /// <summary>Reads every tensor of a file into memory, on the CPU, after checking the header against the file's size.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The tensors by name, without a dispose scope, and the metadata.</returns>
    /// <exception cref="InvalidDataException">The file is damaged, cut off or of another format; the message says which.</exception>
    public static (Dictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string> metadata) Read(string path)
    {
        using var file = File.OpenRead(path);
        var header = SafetensorsHeader.Read(file);
        var tensors = new Dictionary<string, Tensor>(header.Entries.Count);
        try
        {
            using var withoutGraph = no_grad();
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (var entry in header.Entries)
            {
                tensors.Add(entry.Name, ReadTensor(file, entry, hash));
            }

            header.CheckData(hash.GetHashAndReset());
        }
        catch
        {
            foreach (var tensor in tensors.Values)
            {
                tensor.Dispose();
            }

            throw;
        }

        return (tensors, header.Metadata);
    }

    /// <summary>Reads only the metadata. The header is checked as in <see cref="Read"/>; the data are not looked at.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The metadata.</returns>
    /// <exception cref="InvalidDataException">The header is damaged, or does not fit the file's size.</exception>
    public static IReadOnlyDictionary<string, string> ReadMetadata(string path)
    {
        using var file = File.OpenRead(path);
        return SafetensorsHeader.Read(file).Metadata;
    }

    private delegate void Consume(ReadOnlySpan<byte> bytes);

    private static void ForEachInOrder(SafetensorsHeader layout, Dictionary<string, Tensor> tensors, Consume consume)
    {
        foreach (var entry in layout.Entries)
        {
            using var host = tensors[entry.Name].cpu();
            using var rows = host.contiguous();
            if (rows.numel() > 0)
            {
                consume(rows.bytes);
            }
        }
    }

    private static Tensor ReadTensor(FileStream file, SafetensorsEntry entry, IncrementalHash hash)
    {
        var tensor = empty(entry.Shape, entry.Type, CPU).DetachFromDisposeScope();
        if (entry.Length > 0)
        {
            try
            {
                var bytes = tensor.bytes;
                file.ReadExactly(bytes);
                hash.AppendData(bytes);
            }
            catch
            {
                tensor.Dispose();
                throw;
            }
        }

        return tensor;
    }
}
