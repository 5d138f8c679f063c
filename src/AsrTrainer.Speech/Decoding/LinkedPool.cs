namespace AsrTrainer.Speech.Decoding;

/// <summary>What follows another of its kind.</summary>
internal interface ILinked
{
    /// <summary>The place of the one that it follows; below 0 for none.</summary>
    int Before { get; set; }
}

/// <summary>
/// Chains with shared beginnings, in one array that grows and is reused. When it has become full of chains that nobody holds any more,
/// whoever holds some marks their ends, and a sweep moves what was marked, and what that follows, together.
/// </summary>
internal sealed class LinkedPool<T>
    where T : struct, ILinked
{
    private const int Smallest = 1024;

    private T[] items = new T[Smallest];
    private int[] places = [];
    private int sweepAt = Smallest;

    /// <summary>How many there are. Each stands behind the one that it follows.</summary>
    public int Count { get; private set; }

    /// <summary>Whether a sweep pays: there are twice as many as after the last.</summary>
    public bool IsFull => Count >= sweepAt;

    /// <summary>The item at a place. The reference is good until the next <see cref="Add"/>.</summary>
    public ref T this[int place] => ref items[place];

    /// <summary>Forgets them all.</summary>
    public void Clear() => (Count, sweepAt) = (0, Smallest);

    /// <summary>Puts one at the end; its place.</summary>
    public int Add(in T item)
    {
        if (Count == items.Length)
        {
            Array.Resize(ref items, 2 * Count);
        }

        items[Count] = item;
        return Count++;
    }

    /// <summary>Before the marks of a sweep.</summary>
    public void BeginMarking()
    {
        if (places.Length < items.Length)
        {
            places = new int[items.Length];
        }

        places.AsSpan(0, Count).Fill(-1);
    }

    /// <summary>Keeps an item and all that it follows.</summary>
    public void Mark(int place)
    {
        for (; place >= 0 && places[place] < 0; place = items[place].Before)
        {
            places[place] = 0;
        }
    }

    /// <summary>Drops what was not marked; <see cref="Moved"/> says where the others are then.</summary>
    public void Sweep()
    {
        var kept = 0;
        for (var place = 0; place < Count; place++)
        {
            if (places[place] >= 0)
            {
                places[place] = kept;
                items[kept] = items[place];
                items[kept].Before = Moved(items[kept].Before);
                kept++;
            }
        }

        Count = kept;
        sweepAt = Math.Max(Smallest, 2 * kept);
    }

    /// <summary>The place of what stood at <paramref name="place"/> before the sweep.</summary>
    public int Moved(int place) => place < 0 ? place : places[place];
}
