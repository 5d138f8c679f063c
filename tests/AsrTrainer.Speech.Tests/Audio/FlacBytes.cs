using System.Text;

namespace AsrTrainer.Speech.Tests.Audio;

/// <summary>FLAC files of silence, packed as tightly as the format can (RFC 9639): a block of 65,535 frames in some 15 bytes.</summary>
internal static class FlacBytes
{
    public const int SampleRate = 16_000;
    public const int FramesPerBlock = 65_535;

    /// <summary>Blocks of 16-bit mono silence.</summary>
    /// <param name="blocks">How many.</param>
    /// <param name="declaredFrames">The number of frames that the header promises; 0 for none.</param>
    public static byte[] Silence(int blocks, long declaredFrames) =>
    [
        .. "fLaC"u8,
        0x80, 0, 0, 34, // the last block of metadata, which describes the stream
        .. new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0, 0, 0 }, // block sizes; sizes of frames unknown
        SampleRate >> 12, (SampleRate >> 4) & 0xFF, (SampleRate & 15) << 4, // mono; 16 bits have their highest bit in this byte, which is 0
        (byte)(0xF0 | (declaredFrames >> 32)), .. WavBytes.UInt32((uint)declaredFrames).Reverse(),
        .. new byte[16], // no checksum of the samples
        .. Enumerable.Range(0, blocks).SelectMany(Block),
    ];

    private static byte[] Block(int number)
    {
        // Sync, fixed block size; its size stands below, the rate above; mono, 16 bits; the number; the size less one.
        byte[] header = [0xFF, 0xF8, 0x70, 0x08, .. Encoding.UTF8.GetBytes(char.ConvertFromUtf32(number)), 0xFF, 0xFE];
        byte[] constant = [.. header, (byte)Checksum(header, 8, 0x07), 0, 0, 0];
        var checksum = Checksum(constant, 16, 0x8005);
        return [.. constant, (byte)(checksum >> 8), (byte)checksum];
    }

    private static int Checksum(byte[] bytes, int bits, int polynomial)
    {
        var sum = 0;
        foreach (var value in bytes)
        {
            sum ^= value << (bits - 8);
            for (var bit = 0; bit < 8; bit++)
            {
                sum = (sum << 1) ^ ((sum >> (bits - 1) & 1) * polynomial);
            }

            sum &= (1 << bits) - 1;
        }

        return sum;
    }
}
