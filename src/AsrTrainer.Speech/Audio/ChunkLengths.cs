using System.Buffers.Binary;

namespace AsrTrainer.Speech.Audio;

/// <summary>Samples that a header promises and the file does not hold.</summary>
internal readonly record struct Shortfall(long DeclaredBytes, long PresentBytes);

/// <summary>
/// Compares the declared size of the sample chunk of a WAV, RF64 or AIFF file with the file's length. Decoders silently take what there is
/// of a file that was cut off; a transcript that no longer fits its audio would be trained on unnoticed.
/// </summary>
internal static class ChunkLengths
{
    private const int ChunkHeaderBytes = 8;

    // A real file has about five chunks. The walk ends here in one that was made to waste time; the decoder then judges it.
    private const int MaximumChunks = 4096;

    // A program that writes into a pipe cannot go back to fill in the size and leaves 0, all ones, or (SoX) a little less than 2 GiB.
    private const uint SmallestStreamingSize = 0x7FFFF000;

    /// <summary>What is missing of the samples, or null when nothing is or the file is of another kind. Moves the stream.</summary>
    public static Shortfall? FindShortfall(Stream stream)
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
            return Walk(stream, "data"u8, bigEndian: false);
        }

        var isAiff = container.SequenceEqual("FORM"u8) && (form.SequenceEqual("AIFF"u8) || form.SequenceEqual("AIFC"u8));
        return isAiff ? Walk(stream, "SSND"u8, bigEndian: true) : null;
    }

    private static Shortfall? Walk(Stream stream, ReadOnlySpan<byte> wanted, bool bigEndian)
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
                return Compare(size, size64, stream.Length - position);
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

    private static Shortfall? Compare(uint size, long? size64, long presentBytes)
    {
        if (size == uint.MaxValue && size64 > 0)
        {
            return size64 > presentBytes ? new Shortfall(size64.Value, presentBytes) : null;
        }

        var streaming = size is 0 or >= SmallestStreamingSize;
        return !streaming && size > presentBytes ? new Shortfall(size, presentBytes) : null;
    }

    /// <summary>The size of the data chunk from a ds64 chunk (EBU Tech 3306), which holds the size of the file before it.</summary>
    private static long? ReadSampleBytes64(Stream stream)
    {
        Span<byte> sizes = stackalloc byte[16];
        var read = stream.ReadAtLeast(sizes, sizes.Length, throwOnEndOfStream: false);
        return read < sizes.Length ? null : BinaryPrimitives.ReadInt64LittleEndian(sizes[8..]);
    }
}
