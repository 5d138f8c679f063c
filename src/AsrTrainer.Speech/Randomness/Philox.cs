using System.Runtime.CompilerServices;

namespace AsrTrainer.Speech.Randomness;

/// <summary>A counter or an output of <see cref="Philox"/>: 128 bits as four words, the first one least significant.</summary>
internal readonly record struct PhiloxWords(uint Word0, uint Word1, uint Word2, uint Word3);

/// <summary>
/// Philox4x32-10: a bijection of 128-bit counters, chosen by a 64-bit key, whose outputs pass as independent random words.
/// Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011.
/// </summary>
internal static class Philox
{
    private const int Rounds = 10;
    private const uint Multiplier0 = 0xD2511F53;
    private const uint Multiplier1 = 0xCD9E8D57;

    // The golden ratio and the square root of three less one, as 32-bit fractions: they step the key from round to round.
    private const uint KeyStep0 = 0x9E3779B9;
    private const uint KeyStep1 = 0xBB67AE85;

    /// <summary>The random words at <paramref name="counter"/> under the key <paramref name="key0"/>, <paramref name="key1"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PhiloxWords Block(PhiloxWords counter, uint key0, uint key1)
    {
        var (word0, word1, word2, word3) = counter;
        for (var round = 0; round < Rounds; round++)
        {
            var product0 = (ulong)Multiplier0 * word0;
            var product1 = (ulong)Multiplier1 * word2;
            word0 = (uint)(product1 >> 32) ^ word1 ^ key0;
            word1 = (uint)product1;
            word2 = (uint)(product0 >> 32) ^ word3 ^ key1;
            word3 = (uint)product0;
            key0 += KeyStep0;
            key1 += KeyStep1;
        }

        return new PhiloxWords(word0, word1, word2, word3);
    }
}
