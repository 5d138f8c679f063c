using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;

namespace AsrTrainer.Speech.LanguageModels;

/// <summary>
/// The form of a model that is searched where it lies, in a file mapped into memory: a header, the words with a table of their hashes, and
/// the arrays of <see cref="PackedNGrams"/>.
/// </summary>
internal static class BinaryForm
{
    private const int PartBytes = 1 << 20;

    /// <summary>The place in the table of words where the search for a word begins (FNV-1a).</summary>
    public static int Slot(ReadOnlySpan<byte> word, int slots)
    {
        var hash = 0xCBF29CE484222325;
        foreach (var one in word)
        {
            hash = (hash ^ one) * 0x100000001B3;
        }

        return (int)(hash ^ (hash >> 32)) & (slots - 1);
    }

    /// <summary>A header that goes with a model, but for the checksum of the content.</summary>
    public static ModelHeader Describe(PackedNGrams model, bool knowsUnknown)
    {
        var words = model.WordTable;
        var letters = 0;
        for (var word = 0; word < words.Count; word++)
        {
            letters = checked(letters + Encoding.UTF8.GetByteCount(words[word]));
        }

        return new ModelHeader
        {
            Sizes = model.Sizes,
            Unknown = words.Find(WordTable.Unknown),
            Start = words.Find(WordTable.Start),
            End = words.Find(WordTable.End),
            KnowsUnknown = knowsUnknown,
            Slots = (int)BitOperations.RoundUpToPowerOf2((uint)words.Count * 3 / 2 + 1),
            Letters = letters,
            ContentChecksum = 0,
        };
    }

    /// <summary>Writes a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="header">What <see cref="Describe"/> says of it.</param>
    /// <param name="stream">Where to, from its beginning; can be sought in.</param>
    public static void Write(PackedNGrams model, ModelHeader header, Stream stream)
    {
        stream.Write(new byte[ModelHeader.Size]);
        var (starts, slots, letters) = Index(model.WordTable, header);
        var checksum = 0u;
        Append<int>(stream, starts, ref checksum);
        Append<int>(stream, slots, ref checksum);
        Append<int>(stream, model.Children, ref checksum);
        Append<float>(stream, model.Backoffs, ref checksum);
        Append<int>(stream, model.Words, ref checksum);
        Append<float>(stream, model.Probabilities, ref checksum);
        Append<int>(stream, model.Suffixes, ref checksum);
        Append<byte>(stream, letters, ref checksum);
        stream.Position = 0;
        stream.Write((header with { ContentChecksum = checksum }).ToBytes());
    }

    private static (int[] Starts, int[] Slots, byte[] Letters) Index(WordTable words, ModelHeader header)
    {
        var starts = new int[words.Count + 1];
        var slots = new int[header.Slots];
        var letters = new byte[header.Letters];
        for (var word = 0; word < words.Count; word++)
        {
            var length = Encoding.UTF8.GetBytes(words[word], letters.AsSpan(starts[word]));
            starts[word + 1] = starts[word] + length;
            var slot = Slot(letters.AsSpan(starts[word], length), slots.Length);
            while (slots[slot] != 0)
            {
                slot = (slot + 1) & (slots.Length - 1);
            }

            slots[slot] = word + 1;
        }

        return (starts, slots, letters);
    }

    // Each part begins at a multiple of eight bytes, hence also the checksum's words.
    private static void Append<T>(Stream stream, ReadOnlySpan<T> part, ref uint checksum)
        where T : unmanaged
    {
        for (; part.Length > 0; part = part[Math.Min(part.Length, PartBytes)..])
        {
            var bytes = MemoryMarshal.AsBytes(part[..Math.Min(part.Length, PartBytes)]);
            stream.Write(bytes);
            checksum = Crc32C.Of(bytes, checksum);
        }

        Span<byte> padding = stackalloc byte[(int)(-stream.Position & 7)];
        padding.Clear();
        stream.Write(padding);
        checksum = Crc32C.Of(padding, checksum);
    }
}
