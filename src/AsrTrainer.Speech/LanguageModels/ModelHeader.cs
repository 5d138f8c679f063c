using System.Buffers.Binary;
using System.Numerics;
using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Speech.LanguageModels;

/// <summary>
/// The first 256 bytes of a model in binary form, and where its parts follow. All numbers are little-endian; docs/language-models.md
/// describes the form.
/// </summary>
internal sealed record ModelHeader
{
    /// <summary>The size of the header in bytes.</summary>
    public const int Size = 256;

    private const uint Version = 1;
    private const int SizesAt = 64;
    private const int ChecksumAt = Size - sizeof(uint);

    /// <summary>The first bytes of the form.</summary>
    public static ReadOnlySpan<byte> Magic => "asr-lm\r\n"u8;

    /// <summary>The number of n-grams of each order.</summary>
    public required IReadOnlyList<int> Sizes { get; init; }

    /// <summary>The number of <c>&lt;unk&gt;</c>.</summary>
    public required int Unknown { get; init; }

    /// <summary>The number of <c>&lt;s&gt;</c>.</summary>
    public required int Start { get; init; }

    /// <summary>The number of <c>&lt;/s&gt;</c>.</summary>
    public required int End { get; init; }

    /// <summary>Whether <c>&lt;unk&gt;</c> is one of the model's own words.</summary>
    public required bool KnowsUnknown { get; init; }

    /// <summary>The number of places in the table of words: a power of two, at least one more than there are words.</summary>
    public required int Slots { get; init; }

    /// <summary>The number of bytes of all words.</summary>
    public required int Letters { get; init; }

    /// <summary>CRC-32C of what follows the header.</summary>
    public required uint ContentChecksum { get; init; }

    /// <summary>The number of words.</summary>
    public int WordCount => Sizes[0];

    /// <summary>The number of nodes.</summary>
    public int Nodes => 1 + Sizes.Sum();

    /// <summary>The number of nodes that may be contexts.</summary>
    public int Inner => Nodes - Sizes[^1];

    /// <summary>Where each word begins among the letters, and the end of the last.</summary>
    public long WordStartsAt => Size;

    /// <summary>The table of words: a word's number plus one, or 0.</summary>
    public long SlotsAt => Aligned(WordStartsAt + (WordCount + 1L) * sizeof(int));

    /// <summary><see cref="PackedNGrams.Children"/>.</summary>
    public long ChildrenAt => Aligned(SlotsAt + (long)Slots * sizeof(int));

    /// <summary><see cref="PackedNGrams.Backoffs"/>.</summary>
    public long BackoffsAt => Aligned(ChildrenAt + (Inner + 1L) * sizeof(int));

    /// <summary><see cref="PackedNGrams.Words"/>.</summary>
    public long WordsAt => Aligned(BackoffsAt + (long)Inner * sizeof(float));

    /// <summary><see cref="PackedNGrams.Probabilities"/>.</summary>
    public long ProbabilitiesAt => Aligned(WordsAt + (long)Nodes * sizeof(int));

    /// <summary><see cref="PackedNGrams.Suffixes"/>.</summary>
    public long SuffixesAt => Aligned(ProbabilitiesAt + (long)Nodes * sizeof(float));

    /// <summary>The words in UTF-8, without anything between them.</summary>
    public long LettersAt => Aligned(SuffixesAt + (long)Nodes * sizeof(int));

    /// <summary>The size of the file.</summary>
    public long Length => Aligned(LettersAt + Letters);

    /// <summary>Reads a header.</summary>
    /// <param name="bytes">The file's first bytes.</param>
    /// <param name="length">Its size.</param>
    /// <param name="path">Its name in messages.</param>
    /// <exception cref="UserFault">It is damaged, or of another version.</exception>
    public static ModelHeader Read(ReadOnlySpan<byte> bytes, long length, string path)
    {
        if (bytes.Length < Size || BinaryPrimitives.ReadUInt32LittleEndian(bytes[ChecksumAt..]) != Crc32C.Of(bytes[..ChecksumAt]))
        {
            throw Damaged(path);
        }

        if (Field(bytes, 8) is var version && version != Version)
        {
            throw new UserFault(
                ExitCode.Model,
                $"{path}: a language model of version {version}, and this program reads version {Version}; make it again from its ARPA "
                + "file with `asr lm binary`");
        }

        var order = Field(bytes, 12);
        if (order is < 1 or > NGramSet.MostOrder)
        {
            throw Damaged(path);
        }

        var sizes = new int[order];
        for (var i = 0; i < order; i++)
        {
            sizes[i] = Field(bytes, SizesAt + i * sizeof(int));
        }

        if (sizes.Any(size => size < 0) || sizes.Sum(size => (long)size) >= Array.MaxLength)
        {
            throw Damaged(path);
        }

        var header = new ModelHeader
        {
            Sizes = sizes,
            Unknown = Field(bytes, 16),
            Start = Field(bytes, 20),
            End = Field(bytes, 24),
            KnowsUnknown = Field(bytes, 28) != 0,
            Slots = Field(bytes, 32),
            Letters = Field(bytes, 36),
            ContentChecksum = (uint)Field(bytes, 40),
        };
        return header.IsPossible && header.Length == length ? header : throw Damaged(path);
    }

    /// <summary>The fault of a file that does not hold what it should.</summary>
    public static UserFault Damaged(string path) => new(
        ExitCode.Model, $"{path}: this language model is damaged or cut off; make it again from its ARPA file with `asr lm binary`");

    /// <summary>The header as it stands in a file.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[Size];
        Magic.CopyTo(bytes);
        ReadOnlySpan<int> fields =
        [
            (int)Version, Sizes.Count, Unknown, Start, End, KnowsUnknown ? 1 : 0, Slots, Letters, (int)ContentChecksum,
        ];
        for (var i = 0; i < fields.Length; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(Magic.Length + i * sizeof(int)), fields[i]);
        }

        for (var i = 0; i < Sizes.Count; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(SizesAt + i * sizeof(int)), Sizes[i]);
        }

        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(ChecksumAt), Crc32C.Of(bytes.AsSpan(0, ChecksumAt)));
        return bytes;
    }

    private bool IsPossible =>
        (uint)Unknown < (uint)WordCount && (uint)Start < (uint)WordCount && (uint)End < (uint)WordCount
        && Letters >= 0 && Slots > WordCount && BitOperations.IsPow2(Slots);

    private static int Field(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadInt32LittleEndian(bytes[at..]);

    private static long Aligned(long place) => (place + 7) & ~7L;
}
