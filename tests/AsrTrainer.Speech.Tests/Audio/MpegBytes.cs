namespace AsrTrainer.Speech.Tests.Audio;

/// <summary>MP3 files of silence: MPEG 1, layer III, 32 kHz, mono; a block of 1152 frames is a header and zeros.</summary>
internal static class MpegBytes
{
    public const int SampleRate = 32_000;
    public const int FramesPerBlock = 1152;

    /// <summary>A block at 64 (5), 128 (9) or another bit rate, by its number in the standard's table.</summary>
    public static byte[] Block(int bitRateIndex)
    {
        int[] kilobits = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128];
        var bytes = new byte[144 * kilobits[bitRateIndex] * 1000 / SampleRate];
        bytes[0] = 0xFF; // sync
        bytes[1] = 0xFB; // sync, MPEG 1, layer III, no checksum
        bytes[2] = (byte)((bitRateIndex << 4) | (2 << 2)); // bit rate, 32 kHz, no padding, not private
        bytes[3] = 0xC0; // mono
        return bytes;
    }

    /// <summary>The first block of a file that states how many blocks follow: "Info" after 17 bytes of side information.</summary>
    public static byte[] StatementBlock(int bitRateIndex, int blocks, int fileBytes)
    {
        var bytes = Block(bitRateIndex);
        byte[] statement =
        [
            .. WavBytes.Ascii("Info"),
            .. new byte[] { 0, 0, 0, 3 }, // the two numbers that follow are there
            (byte)(blocks >> 24), (byte)(blocks >> 16), (byte)(blocks >> 8), (byte)blocks,
            (byte)(fileBytes >> 24), (byte)(fileBytes >> 16), (byte)(fileBytes >> 8), (byte)fileBytes,
        ];
        statement.CopyTo(bytes, 4 + 17);
        return bytes;
    }
}
