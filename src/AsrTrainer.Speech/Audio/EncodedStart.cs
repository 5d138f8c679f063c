using System.Buffers.Binary;

namespace AsrTrainer.Speech.Audio;

/// <summary>Tells by how they begin that bytes are a file of audio and not samples, as which they would be noise.</summary>
internal static class EncodedStart
{
    /// <summary>How many bytes are looked at where they do not begin like a frame of MPEG.</summary>
    public const int Bytes = 12;

    private const int HeaderBytes = 4;

    private const string LeaveOff = "leave --stream off";
    private const string Convert = "decode it on its way: ffmpeg -i - -f wav - | asr transcribe MODEL - --stream";

    private static readonly (byte[] Bytes, int Offset, string Kind, string Advice)[] Known =
    [
        ([.. "fLaC"u8], 0, "a FLAC file", LeaveOff),
        ([.. "OggS"u8], 0, "an Ogg file", LeaveOff),
        ([.. "ID3"u8], 0, "an MP3 file", LeaveOff),
        ([.. "FORM"u8], 0, "an AIFF file", LeaveOff),
        ([.. "RF64"u8], 0, "an RF64 file", LeaveOff),
        ([.. ".snd"u8], 0, "an AU file", LeaveOff),
        ([.. "caff"u8], 0, "a CAF file", LeaveOff),
        ([.. "riff"u8, 0x2E, 0x91, 0xCF, 0x11], 0, "a W64 file", LeaveOff),
        ([.. "ftyp"u8], 4, "an MP4 file (m4a, mp4, mov)", Convert),
        ([0x1A, 0x45, 0xDF, 0xA3], 0, "a Matroska or WebM file", Convert),
        ([0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11], 0, "an ASF file (wma)", Convert),
        ([.. "#!AMR"u8], 0, "an AMR file", Convert),
    ];

    /// <summary>How many bytes tell, if these may be the first of a frame of MPEG: up to the end of the next frame's header.</summary>
    public static int Needed(ReadOnlySpan<byte> start) =>
        start.Length < Bytes ? start.Length : Math.Max(Bytes, (MpegBytes(start) ?? AdtsBytes(start) ?? 0) + HeaderBytes);

    /// <summary>What it is and what to do with it; null where it may be samples.</summary>
    /// <param name="start">As many bytes as <see cref="Needed"/> asks for, or all that there are.</param>
    public static (string Kind, string Advice)? Find(ReadOnlySpan<byte> start)
    {
        foreach (var (bytes, offset, kind, advice) in Known)
        {
            if (start.Length >= offset && start[offset..].StartsWith(bytes))
            {
                return (kind, advice);
            }
        }

        // By chance samples look like one header, but hardly like a second at the place that the first one names.
        if (start.Length >= Bytes && MpegBytes(start) is { } mpeg && start.Length >= mpeg + HeaderBytes
            && MpegLength.AreOfOneFile(Header(start), Header(start[mpeg..])))
        {
            return ("an MP3 file", LeaveOff);
        }

        return start.Length >= Bytes && AdtsBytes(start) is { } adts && start.Length >= adts + HeaderBytes
            && start[..2].SequenceEqual(start[adts..(adts + 2)]) ? ("an AAC file", Convert) : null;
    }

    private static uint Header(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32BigEndian(bytes);

    private static int? MpegBytes(ReadOnlySpan<byte> start) => MpegLength.BlockBytes(Header(start));

    // ISO/IEC 13818-7: 12 bits of sync, the layer 0, the rate one of 13, and the length of the frame after 30 bits.
    private static int? AdtsBytes(ReadOnlySpan<byte> start)
    {
        if (start[0] != 0xFF || (start[1] & 0xF6) != 0xF0 || ((start[2] >> 2) & 15) > 12)
        {
            return null;
        }

        var length = ((start[3] & 3) << 11) | (start[4] << 3) | (start[5] >> 5);
        return length >= Bytes ? length : null;
    }
}
