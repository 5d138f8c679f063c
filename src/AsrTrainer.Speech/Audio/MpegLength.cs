using System.Buffers.Binary;

namespace AsrTrainer.Speech.Audio;

/// <summary>
/// Counts the sound in an MPEG audio file (MP1, MP2, MP3) by walking from header to header, without decoding: ISO/IEC 11172-3, section
/// 2.4.1.3, and 13818-3 for the lower sample rates. One frame here is one sample of each channel, as everywhere else; what the standard
/// calls a frame is a block.
/// </summary>
/// <param name="Frames">The frames in the blocks that are there.</param>
/// <param name="IsStated">Whether the file states its length, in a Xing, Info or VBRI header inside its first block.</param>
internal readonly record struct MpegLength(long Frames, bool IsStated)
{
    /// <summary>
    /// Frames by which a stated length may differ from the blocks' in a whole file: the encoder's delay, padding and the header's block.
    /// </summary>
    public const int Tolerance = 4 * 1152;

    private const int HeaderBytes = 4;
    private const int StatementBytes = 256;

    // Bits of a header that stay the same throughout a file: sync, version, layer, sample rate.
    private const uint ConstantBits = 0xFFFE0C00;

    private static readonly int[] Layer1Kilobits = [0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448];
    private static readonly int[] Layer2Kilobits = [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384];
    private static readonly int[] Layer3Kilobits = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
    private static readonly int[] LowRateLayer1Kilobits = [0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256];
    private static readonly int[] LowRateLayer23Kilobits = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
    private static readonly int[] FullSampleRates = [44_100, 48_000, 32_000];

    private readonly record struct Block(int Bytes, int Frames);

    /// <summary>The length of the sound, or null where no two blocks follow each other. Moves the stream.</summary>
    public static MpegLength? Find(Stream stream)
    {
        var position = TagBytes(stream);
        if (FirstHeader(stream, ref position) is not { } first)
        {
            return null;
        }

        var isStated = StatesLength(stream, position);
        long frames = 0;
        while (ReadHeader(stream, position) is { } header)
        {
            if ((header & ConstantBits) == (first & ConstantBits) && Parse(header) is { } block && position + block.Bytes <= stream.Length)
            {
                frames += block.Frames;
                position += block.Bytes;
            }
            else
            {
                // Damage, or a tag at the end: go on byte by byte.
                position++;
            }
        }

        return new MpegLength(frames, isStated);
    }

    /// <summary>From a header to where the next should be, in bytes; null where these four bytes are no header.</summary>
    public static int? BlockBytes(uint header) => Parse(header)?.Bytes;

    /// <summary>Whether what follows a header at that place is another of the same file.</summary>
    public static bool AreOfOneFile(uint header, uint next) =>
        (next & ConstantBits) == (header & ConstantBits) && Parse(next) is not null;

    /// <summary>The size of an ID3v2 tag in front: four times seven bits, without the tag's own ten bytes.</summary>
    private static long TagBytes(Stream stream)
    {
        Span<byte> tag = stackalloc byte[10];
        stream.Position = 0;
        var read = stream.ReadAtLeast(tag, tag.Length, throwOnEndOfStream: false);
        return read == tag.Length && tag[..3].SequenceEqual("ID3"u8)
            ? tag.Length + ((tag[6] & 0x7F) << 21 | (tag[7] & 0x7F) << 14 | (tag[8] & 0x7F) << 7 | (tag[9] & 0x7F))
            : 0;
    }

    /// <summary>The first header that another one follows where its block ends; chance would not do that.</summary>
    private static uint? FirstHeader(Stream stream, ref long position)
    {
        for (; ReadHeader(stream, position) is { } header; position++)
        {
            if (Parse(header) is { } block && ReadHeader(stream, position + block.Bytes) is { } next && AreOfOneFile(header, next))
            {
                return header;
            }
        }

        return null;
    }

    private static bool StatesLength(Stream stream, long position)
    {
        Span<byte> start = stackalloc byte[StatementBytes];
        stream.Position = position;
        start = start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        return start.IndexOf("Xing"u8) >= 0 || start.IndexOf("Info"u8) >= 0 || start.IndexOf("VBRI"u8) >= 0;
    }

    private static uint? ReadHeader(Stream stream, long position)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        stream.Position = position;
        var read = stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        return read == header.Length ? BinaryPrimitives.ReadUInt32BigEndian(header) : null;
    }

    private static Block? Parse(uint header)
    {
        // 11 bits of sync, 2 of version (0 is 2.5, 2 is 2, 3 is 1), 2 of layer (3 is I, 2 is II, 1 is III), 1 of protection, 4 of bit rate,
        // 2 of sample rate, 1 of padding.
        var version = (header >> 19) & 3;
        var layer = 4 - (int)((header >> 17) & 3);
        var bitRate = (int)((header >> 12) & 15);
        var sampleRate = (int)((header >> 10) & 3);
        if (header >> 21 != 0x7FF || version == 1 || layer == 4 || bitRate is 0 or 15 || sampleRate == 3)
        {
            return null;
        }

        var padding = (int)((header >> 9) & 1);
        var hertz = FullSampleRates[sampleRate] >> (version switch { 3 => 0, 2 => 1, _ => 2 });
        var kilobits = (layer, version == 3) switch
        {
            (1, true) => Layer1Kilobits,
            (2, true) => Layer2Kilobits,
            (3, true) => Layer3Kilobits,
            (1, false) => LowRateLayer1Kilobits,
            _ => LowRateLayer23Kilobits,
        };
        var frames = layer == 1 ? 384 : layer == 3 && version != 3 ? 576 : 1152;
        var slotBytes = layer == 1 ? 4 : 1;
        var slots = (frames / 8 / slotBytes * kilobits[bitRate] * 1000 / hertz) + padding;
        return new Block(slots * slotBytes, frames);
    }
}
