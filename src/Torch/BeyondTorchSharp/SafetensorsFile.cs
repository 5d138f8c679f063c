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

    /// <summary>
    /// Reads every tensor of a file into memory, on the CPU. Whoever knows what the file should hold compares that with the header first:
    /// a file can be as large as its disk.
    /// </summary>
    /// <param name="file">The file, where <see cref="SafetensorsHeader.Read"/> left it.</param>
    /// <param name="header">What that gave.</param>
    /// <returns>The tensors by name, without a dispose scope.</returns>
    /// <exception cref="InvalidDataException">The data are damaged.</exception>
    public static Dictionary<string, Tensor> Read(Stream file, SafetensorsHeader header)
    {
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

        return tensors;
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

    private static Tensor ReadTensor(Stream file, SafetensorsEntry entry, IncrementalHash hash)
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
