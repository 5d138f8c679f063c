using System.Buffers.Binary;
using System.Text;

namespace AsrTrainer.Speech.Tests.Audio;

/// <summary>WAV files written byte by byte, so that the tests decide what a header says.</summary>
internal static class WavBytes
{
    public const ushort Pcm = 1;
    public const ushort Float = 3;

    /// <summary>A whole file around <paramref name="samples"/>, which are already encoded.</summary>
    public static byte[] File(
        byte[] samples, int sampleRate, int channels, int bits, ushort encoding = Pcm, uint? declaredBytes = null, uint? riffBytes = null)
    {
        var blockBytes = channels * bits / 8;
        byte[] format =
        [
            .. UInt16(encoding), // 1 is whole numbers, 3 is IEEE floating point
            .. UInt16((ushort)channels),
            .. UInt32((uint)sampleRate), // frames per second
            .. UInt32((uint)(sampleRate * blockBytes)), // bytes per second
            .. UInt16((ushort)blockBytes), // bytes per frame
            .. UInt16((ushort)bits), // bits per sample
        ];
        byte[] chunks =
        [
            .. Ascii("WAVE"),
            .. Ascii("fmt "), .. UInt32((uint)format.Length), .. format,
            .. Ascii("data"), .. UInt32(declaredBytes ?? (uint)samples.Length), .. samples,
        ];
        return [.. Ascii("RIFF"), .. UInt32(riffBytes ?? (uint)chunks.Length), .. chunks];
    }

    /// <summary>16-bit samples, little end first.</summary>
    public static byte[] Int16(params IEnumerable<double> samples) =>
        [.. samples.SelectMany(sample => UInt16((ushort)(short)Math.Round(sample * 32767)))];

    /// <summary>24-bit samples, little end first.</summary>
    public static byte[] Int24(params IEnumerable<double> samples) =>
        [.. samples.SelectMany(sample => UInt32((uint)(int)Math.Round(sample * 8_388_607))[..3])];

    /// <summary>8-bit samples, which WAV stores without a sign: 128 is silence.</summary>
    public static byte[] UInt8(params IEnumerable<double> samples) =>
        [.. samples.Select(sample => (byte)(128 + (int)Math.Round(sample * 127)))];

    /// <summary>32-bit floating point samples.</summary>
    public static byte[] Float32(params IEnumerable<float> samples) =>
        [.. samples.SelectMany(sample => UInt32(BitConverter.SingleToUInt32Bits(sample)))];

    public static byte[] Ascii(string text) => Encoding.ASCII.GetBytes(text);

    public static byte[] UInt16(ushort value)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, value);
        return bytes;
    }

    public static byte[] UInt32(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }
}
