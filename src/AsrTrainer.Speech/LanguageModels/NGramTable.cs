using System.Runtime.InteropServices;

namespace AsrTrainer.Speech.LanguageModels;

/// <summary>
/// The n-grams of one order, each known by the number of its first n-1 words in the table of that order and by its last word. They are
/// numbered from 0 in the order in which they came.
/// </summary>
internal sealed class NGramTable
{
    private const int FirstSlots = 16;

    // A slot holds the number of an n-gram plus one; 0 is free.
    private readonly List<ulong> keys = [];
    private int[] slots = new int[FirstSlots];

    public int Count => keys.Count;

    /// <summary>The keys in the order of their numbers: context in the upper half, last word in the lower.</summary>
    public ReadOnlySpan<ulong> Keys => CollectionsMarshal.AsSpan(keys);

    public static ulong Key(int context, int word) => ((ulong)(uint)context << 32) | (uint)word;

    public static int Context(ulong key) => (int)(key >> 32);

    public static int Word(ulong key) => (int)(uint)key;

    /// <summary>The number of an n-gram, which is new with <paramref name="added"/>.</summary>
    public int Add(int context, int word, out bool added)
    {
        var key = Key(context, word);
        ref var slot = ref Slot(key);
        added = slot == 0;
        if (!added)
        {
            return slot - 1;
        }

        keys.Add(key);
        slot = keys.Count;
        if (keys.Count > slots.Length / 3 * 2)
        {
            Grow();
        }

        return keys.Count - 1;
    }

    /// <summary>The number of an n-gram, or -1.</summary>
    public int Find(int context, int word) => Slot(Key(context, word)) - 1;

    private ref int Slot(ulong key)
    {
        // Fibonacci hashing: the upper bits of the product depend on all of the key.
        var mask = slots.Length - 1;
        var place = (int)((key * 0x9E3779B97F4A7C15) >> 32) & mask;
        while (slots[place] is var taken && taken != 0 && keys[taken - 1] != key)
        {
            place = (place + 1) & mask;
        }

        return ref slots[place];
    }

    private void Grow()
    {
        slots = new int[checked(slots.Length * 2)];
        for (var number = 0; number < keys.Count; number++)
        {
            Slot(keys[number]) = number + 1;
        }
    }
}
