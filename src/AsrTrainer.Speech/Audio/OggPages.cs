namespace AsrTrainer.Speech.Audio;

/// <summary>
/// Walks from page to page of an Ogg file (RFC 3533, section 6) to see whether its end is there: the decoder silently takes what there is
/// of a file that was cut off. Whose pages they are does not matter, so that chained and interleaved streams are all the same.
/// </summary>
internal static class OggPages
{
    private const int HeaderBytes = 27;
    private const int FlagsPlace = 5;
    private const int SegmentCountPlace = 26;
    private const int EndOfStream = 4;
    private const int FullSegment = 255;

    // A page holds about a second. The walk ends here in a file that was made to waste time; the decoder then judges it.
    private const int MaximumPages = 1 << 18;

    // How each page begins; the zero is the version.
    private static ReadOnlySpan<byte> Start => "OggS\0"u8;

    /// <summary>
    /// What the file's end lacks, in words that follow "it"; null where nothing is certain to be missing, as in a file of another kind. A
    /// recording that was stopped between two pages lacks its end-of-stream flag, but no sound. Moves the stream.
    /// </summary>
    public static string? FindCut(Stream stream)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        Span<byte> segments = stackalloc byte[byte.MaxValue];
        var goesOn = false;
        stream.Position = 0;
        for (var page = 0; page < MaximumPages; page++)
        {
            var (start, bytes) = (stream.Position, HeaderBytes);
            var read = stream.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false);
            if (read < Start.Length || !header.StartsWith(Start))
            {
                return read == 0 && goesOn ? "lacks the rest of its last packet" : null;
            }

            if (read == HeaderBytes)
            {
                var sizes = segments[..header[SegmentCountPlace]];
                bytes += sizes.Length;
                sizes.Clear();
                stream.ReadAtLeast(sizes, sizes.Length, throwOnEndOfStream: false);
                foreach (var size in sizes)
                {
                    bytes += size;
                }

                // A packet ends with a segment that is not full.
                goesOn = (header[FlagsPlace] & EndOfStream) == 0 && sizes is [.., FullSegment];
            }

            if (start + bytes > stream.Length)
            {
                return $"ends within an Ogg page, of which {start + bytes - stream.Length} bytes are missing";
            }

            stream.Position = start + bytes;
        }

        return null;
    }
}
