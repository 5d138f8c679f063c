using System.Buffers.Binary;

namespace AsrTrainer.Speech.Audio;

/// <summary>
/// The chunk of a WAV, RF64 or AIFF file that holds its samples: what its header promises beside what is there. Decoders silently take what
/// there is of a file that was cut off; a transcript that no longer fits its audio would be trained on unnoticed.
/// </summary>
/// <param name="DeclaredBytes">The size in the chunk's header.</param>
/// <param name="PresentBytes">The bytes from the chunk's first to the file's last.</param>
/// <param name="IsUnfinished">Whether the size is 0 only because nobody came back to fill it in.</param>
internal readonly record struct SampleChunk(long DeclaredBytes, long PresentBytes, bool IsUnfinished)
{
    private const int ChunkHeaderBytes = 8;

    // A real file has about five chunks. The walk ends here in one that was made to waste time; the decoder then judges it.
    private const int MaximumChunks = 4096;

    // A program that writes into a pipe cannot go back to fill in the size and leaves 0, all ones, or (SoX) a little less than 2 GiB.
    private const uint SmallestStreamingSize = 0x7FFFF000;

    /// <summary>Whether samples are missing.</summary>
    public bool IsCutOff => DeclaredBytes > PresentBytes;

    /// <summary>The chunk; null where there is none, in a file of another kind, or without a size. Moves the stream.</summary>
    public static SampleChunk? Find(Stream stream)
    {
        Span<byte> start = stackalloc byte[12];
        stream.Position = 0;
        if (stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) < start.Length)
        {
            return null;
        }

        var container = start[..4];
        var form = start[8..];
        if ((container.SequenceEqual("RIFF"u8) || container.SequenceEqual("RF64"u8)) && form.SequenceEqual("WAVE"u8))
        {
            // A finished file without samples knows its own length; an unfinished one does not.
            var isFinished = BinaryPrimitives.ReadUInt32LittleEndian(start[4..]) + (long)ChunkHeaderBytes == stream.Length;
            return Walk(stream, "data"u8, bigEndian: false, isFinished);
        }

        var isAiff = container.SequenceEqual("FORM"u8) && (form.SequenceEqual("AIFF"u8) || form.SequenceEqual("AIFC"u8));
        return isAiff ? Walk(stream, "SSND"u8, bigEndian: true, isFinished: true) : null;
    }

    private static SampleChunk? Walk(Stream stream, ReadOnlySpan<byte> wanted, bool bigEndian, bool isFinished)
    {
        Span<byte> header = stackalloc byte[ChunkHeaderBytes];
        long? size64 = null;
        for (var chunk = 0; chunk < MaximumChunks; chunk++)
        {
            if (stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length)
            {
                return null;
            }

            var size = bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(header[4..]) : BinaryPrimitives.ReadUInt32LittleEndian(header[4..]);
            var position = stream.Position;
            if (header[..4].SequenceEqual(wanted))
            {
                return Describe(size, size64, stream.Length - position, isFinished);
            }

            if (header[..4].SequenceEqual("ds64"u8))
            {
                size64 = ReadSampleBytes64(stream);
            }

            // Chunks start at even places; an odd size is followed by one byte that it does not count.
            stream.Position = position + size + (size & 1);
        }

        return null;
    }

    private static SampleChunk? Describe(uint size, long? size64, long presentBytes, bool isFinished) => size switch
    {
        uint.MaxValue when size64 > 0 => new SampleChunk(size64.Value, presentBytes, IsUnfinished: false),
        >= SmallestStreamingSize => null,
        0 => new SampleChunk(0, presentBytes, IsUnfinished: presentBytes > 0 && !isFinished),
        _ => new SampleChunk(size, presentBytes, IsUnfinished: false),
    };

    /// <summary>The size of the data chunk from a ds64 chunk (EBU Tech 3306), which holds the size of the file before it.</summary>
    private static long? ReadSampleBytes64(Stream stream)
    {
        Span<byte> sizes = stackalloc byte[16];
        var read = stream.ReadAtLeast(sizes, sizes.Length, throwOnEndOfStream: false);
        return read < sizes.Length ? null : BinaryPrimitives.ReadInt64LittleEndian(sizes[8..]);
    }
}
