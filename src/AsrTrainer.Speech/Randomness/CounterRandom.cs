namespace AsrTrainer.Speech.Randomness;

/// <summary>
/// Random numbers as a function of a seed and a key: the same (seed, key) gives the same numbers in any order of asking, on any thread and
/// after any resume, and different ones give unrelated numbers. By convention the key is (<see cref="RandomPurpose"/>, epoch, utterance).
/// The generator is Philox4x32-10 of Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011.
/// </summary>
/// <remarks>A mutable struct: keep it in a local variable and pass it by <c>ref</c>; a copy repeats the numbers of the original.</remarks>
public struct CounterRandom
{
    private readonly uint key0;
    private readonly uint key1;
    private readonly uint stream0;
    private readonly uint stream1;
    private ulong block;
    private PhiloxWords words;
    private int used;

    private CounterRandom(uint key0, uint key1, uint stream0, uint stream1)
    {
        this.key0 = key0;
        this.key1 = key1;
        this.stream0 = stream0;
        this.stream1 = stream1;
        used = WordsPerBlock;
    }

    private const int WordsPerBlock = 4;

    /// <summary>The generator of <paramref name="seed"/> and <paramref name="key"/>, at its first number.</summary>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="key">Any number of words; their order and count matter, (1, 2) and (1, 2, 0) being different keys.</param>
    public static CounterRandom For(ulong seed, params ReadOnlySpan<ulong> key)
    {
        // Each word of the key goes through the cipher, and all 128 bits of its output choose what follows: half as the next key, half as
        // the upper counter words. Beginning with the count keeps a key apart from those that merely start with it.
        var state = new PhiloxWords((uint)seed, (uint)(seed >> 32), (uint)key.Length, 0);
        foreach (var word in key)
        {
            var counter = new PhiloxWords((uint)word, (uint)(word >> 32), state.Word2, state.Word3);
            state = Philox.Block(counter, state.Word0, state.Word1);
        }

        return new CounterRandom(state.Word0, state.Word1, state.Word2, state.Word3);
    }

    /// <summary>The next 32 random bits.</summary>
    public uint NextUInt32()
    {
        if (used == WordsPerBlock)
        {
            words = Philox.Block(new PhiloxWords((uint)block, (uint)(block >> 32), stream0, stream1), key0, key1);
            block++;
            used = 0;
        }

        return used++ switch { 0 => words.Word0, 1 => words.Word1, 2 => words.Word2, _ => words.Word3 };
    }

    /// <summary>The next number in [0, 1), a multiple of 2^-53.</summary>
    public double NextDouble()
    {
        var high = (ulong)(NextUInt32() >> 5);
        var low = (ulong)(NextUInt32() >> 6);
        return ((high << 26) | low) * (1.0 / (1L << 53));
    }

    /// <summary>The next whole number in [0, <paramref name="exclusiveMax"/>), each equally likely.</summary>
    public int NextInt(int exclusiveMax)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(exclusiveMax);
        return (int)NextBelow((uint)exclusiveMax);
    }

    /// <summary>The next whole number in [<paramref name="inclusiveMin"/>, <paramref name="exclusiveMax"/>), each equally likely.</summary>
    public int NextInt(int inclusiveMin, int exclusiveMax)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(exclusiveMax, inclusiveMin);
        return (int)(inclusiveMin + NextBelow((uint)((long)exclusiveMax - inclusiveMin)));
    }

    /// <summary>Puts <paramref name="values"/> into a random order, each order equally likely (Fisher and Yates).</summary>
    public void Shuffle<T>(Span<T> values)
    {
        for (var last = values.Length - 1; last > 0; last--)
        {
            var other = NextInt(last + 1);
            (values[last], values[other]) = (values[other], values[last]);
        }
    }

    /// <summary>
    /// A number below <paramref name="bound"/> without the bias of a remainder (Lemire, "Fast random integer generation in an interval",
    /// 2019).
    /// </summary>
    private long NextBelow(uint bound)
    {
        var product = (ulong)NextUInt32() * bound;
        if ((uint)product < bound)
        {
            var rejected = (0u - bound) % bound;
            while ((uint)product < rejected)
            {
                product = (ulong)NextUInt32() * bound;
            }
        }

        return (long)(product >> 32);
    }
}
