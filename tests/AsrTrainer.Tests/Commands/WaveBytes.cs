using System.Text;

namespace AsrTrainer.Tests.Commands;

/// <summary>WAV files written byte by byte, so that what is read was not written by the reader's own library.</summary>
internal static class WaveBytes
{
    /// <summary>All channels hold the same samples, -1 to 1.</summary>
    public static byte[] Of(float[] samples, int rate, int channels, int bits, bool isFloat)
    {
        int frameBytes = channels * bits / 8;
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, Encoding.ASCII);
        writer.Write("RIFF"u8);
        writer.Write(36 + (samples.Length * frameBytes)); // What follows this number.
        writer.Write("WAVEfmt "u8);
        writer.Write(16); // Length of the format block.
        writer.Write((short)(isFloat ? 3 : 1)); // IEEE float, or integer PCM.
        writer.Write((short)channels);
        writer.Write(rate);
        writer.Write(rate * frameBytes);
        writer.Write((short)frameBytes);
        writer.Write((short)bits);
        writer.Write("data"u8);
        writer.Write(samples.Length * frameBytes);
        foreach (float sample in samples)
        {
            for (int channel = 0; channel < channels; channel++)
            {
                Write(writer, sample, bits, isFloat);
            }
        }

        return bytes.ToArray();
    }

    private static void Write(BinaryWriter writer, float sample, int bits, bool isFloat)
    {
        if (isFloat)
        {
            writer.Write(sample);
            return;
        }

        int value = (int)(Math.Clamp(sample, -1f, 1f) * ((1 << (bits - 1)) - 1));
        for (int shift = 0; shift < bits; shift += 8)
        {
            writer.Write((byte)(value >> shift));
        }
    }
}
