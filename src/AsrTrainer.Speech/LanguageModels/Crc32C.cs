using System.Buffers.Binary;
using System.Numerics;

namespace AsrTrainer.Speech.LanguageModels;

/// <summary>The checksum CRC-32C (Castagnoli), for which processors have an instruction: gigabytes in a second.</summary>
internal static class Crc32C
{
    /// <summary>The checksum of some bytes, or of those after what gave <paramref name="before"/>.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes, uint before = 0)
    {
        var crc = ~before;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        foreach (var one in bytes)
        {
            crc = BitOperations.Crc32C(crc, one);
        }

        return ~crc;
    }
}
