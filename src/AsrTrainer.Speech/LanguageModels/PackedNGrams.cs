namespace AsrTrainer.Speech.LanguageModels;

/// <summary>
/// A model as arrays that can be searched as they are. All n-grams are nodes of one tree, numbered from 1 by order, then by context, then
/// by last word, so that those which continue a node stand side by side; node 0 is the empty context, and word w is node w + 1. A node's
/// suffix is the longest n-gram left when words are taken from its front that leads anywhere (see <see cref="Leads"/>).
/// </summary>
internal sealed class PackedNGrams
{
    /// <summary>Packs a model in which every word has a probability.</summary>
    /// <exception cref="OutOfMemoryException">It has more than some two thousand million n-grams.</exception>
    public PackedNGrams(NGramSet set)
    {
        WordTable = set.Words;
        Sizes = [.. set.Probabilities.Select(order => order.Count)];
        var total = 1 + Sizes.Sum(size => (long)size);
        if (total >= Array.MaxLength)
        {
            throw new OutOfMemoryException($"{total} n-grams are more than the {Array.MaxLength} of one model");
        }

        Inner = (int)total - Sizes[^1];
        Words = new int[total];
        Probabilities = new float[total];
        Suffixes = new int[total];
        Backoffs = new float[Inner];
        Children = new int[Inner + 1];
        Place(set);
        Link();
    }

    /// <summary>The words.</summary>
    public WordTable WordTable { get; }

    /// <summary>The number of n-grams of each order.</summary>
    public IReadOnlyList<int> Sizes { get; }

    /// <summary>The number of nodes that may be contexts: all but those of the highest order, which are the last.</summary>
    public int Inner { get; }

    /// <summary>The last word of each node.</summary>
    public int[] Words { get; }

    /// <summary>Decimal logarithms, for each node.</summary>
    public float[] Probabilities { get; }

    /// <summary>A node for each node.</summary>
    public int[] Suffixes { get; }

    /// <summary>Decimal logarithms, for each node that may be a context.</summary>
    public float[] Backoffs { get; }

    /// <summary>For each node that may be a context the first that continues it; those of the next node begin where they end.</summary>
    public int[] Children { get; }

    /// <summary>
    /// Whether a context says anything that its suffix does not: n-grams begin with it, or backing off from it costs something.
    /// </summary>
    public bool Leads(int node) => Children[node] != Children[node + 1] || Backoffs[node] != 0;

    private void Place(NGramSet set)
    {
        var node = 1;
        int[] contexts = [0];
        for (var order = 1; order <= set.Order; order++)
        {
            var (keys, numbers) = order == 1 ? ContextFree(Sizes[0]) : Sorted(set.Tables[order - 1].Keys, contexts);
            contexts = new int[keys.Length];
            for (var i = 0; i < keys.Length; i++, node++)
            {
                var number = numbers[i];
                contexts[number] = node;
                Words[node] = NGramTable.Word(keys[i]);
                Probabilities[node] = set.Probabilities[order - 1][number];
                Children[NGramTable.Context(keys[i]) + 1]++;
                if (node < Inner)
                {
                    Backoffs[node] = set.Backoffs[order - 1][number];
                }
            }
        }

        Children[0] = 1;
        for (node = 0; node < Inner; node++)
        {
            Children[node + 1] += Children[node];
        }
    }

    private static (ulong[] Keys, int[] Numbers) ContextFree(int count)
    {
        int[] numbers = [.. Enumerable.Range(0, count)];
        return ([.. numbers.Select(word => NGramTable.Key(0, word))], numbers);
    }

    private static (ulong[] Keys, int[] Numbers) Sorted(ReadOnlySpan<ulong> unsorted, int[] contexts)
    {
        var keys = new ulong[unsorted.Length];
        var numbers = new int[unsorted.Length];
        for (var number = 0; number < keys.Length; number++)
        {
            keys[number] = NGramTable.Key(contexts[NGramTable.Context(unsorted[number])], NGramTable.Word(unsorted[number]));
            numbers[number] = number;
        }

        Array.Sort(keys, numbers);
        return (keys, numbers);
    }

    // By order, so that what a node needs of shorter ones is there.
    private void Link()
    {
        for (var context = 0; context < Inner; context++)
        {
            for (var node = Children[context]; node < Children[context + 1] && context > 0; node++)
            {
                var (shorter, backoff) = WithoutFirstWords(context, Words[node]);
                Suffixes[node] = Leads(shorter) ? shorter : Suffixes[shorter];
                if (float.IsNaN(Probabilities[node]))
                {
                    Probabilities[node] = (float)(backoff + Probabilities[shorter]);
                }
            }
        }
    }

    // The longest shorter n-gram that ends in a word after a context, and the cost of backing off to it.
    private (int Node, double Backoff) WithoutFirstWords(int context, int word)
    {
        double backoff = 0;
        while (true)
        {
            backoff += Backoffs[context];
            context = Suffixes[context];
            var first = Children[context];
            var place = Words.AsSpan(first, Children[context + 1] - first).BinarySearch(word);
            if (place >= 0)
            {
                return (first + place, backoff);
            }
        }
    }
}
