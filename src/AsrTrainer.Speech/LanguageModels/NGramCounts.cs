using System.Runtime.InteropServices;

namespace AsrTrainer.Speech.LanguageModels;

/// <summary>
/// How often each n-gram occurs in a text, and its adjusted count as Kneser-Ney smoothing takes it: in the highest order, and for what
/// begins a sentence, the same; otherwise the number of different words that it follows.
/// </summary>
internal sealed class NGramCounts
{
    private readonly int start;

    /// <param name="text">Numbers of words: sentences one after the other, each with its marks.</param>
    /// <param name="order">The number of words in the longest n-grams.</param>
    /// <param name="words">How many words there are.</param>
    /// <param name="start">The number of the word that begins each sentence.</param>
    public NGramCounts(ReadOnlySpan<int> text, int order, int words, int start)
    {
        this.start = start;
        Tables = [.. Enumerable.Range(0, order).Select(_ => new NGramTable())];
        Found = [.. Enumerable.Range(0, order).Select(_ => new List<int>())];
        Suffixes = new int[order][];
        Adjusted = new int[order][];
        CollectionsMarshal.SetCount(Found[0], words);
        CollectionsMarshal.AsSpan(Found[0]).Clear();
        Count(text);
        Adjust();
    }

    /// <summary>The n-grams of order k at k-1; the first table is empty, as words are numbered already.</summary>
    public NGramTable[] Tables { get; }

    /// <summary>How often each occurs.</summary>
    public List<int>[] Found { get; }

    /// <summary>The adjusted counts.</summary>
    public int[][] Adjusted { get; }

    /// <summary>The number of what is left of each when its first word is taken away, in the table of the order below.</summary>
    public int[][] Suffixes { get; }

    private void Count(ReadOnlySpan<int> text)
    {
        for (var first = 0; first < text.Length; first++)
        {
            var number = text[first];
            CollectionsMarshal.AsSpan(Found[0])[number]++;
            for (var order = 2; order <= Tables.Length && first + order <= text.Length && text[first + order - 1] != start; order++)
            {
                number = Tables[order - 1].Add(number, text[first + order - 1], out var added);
                if (added)
                {
                    Found[order - 1].Add(0);
                }

                CollectionsMarshal.AsSpan(Found[order - 1])[number]++;
            }
        }
    }

    private void Adjust()
    {
        Suffixes[0] = [];
        bool[] begins = [.. Enumerable.Range(0, Found[0].Count).Select(word => word == start)];
        for (var order = 1; order <= Tables.Length; order++)
        {
            Adjusted[order - 1] = order == Tables.Length ? [.. Found[order - 1]] : new int[Found[order - 1].Count];
            if (order > 1)
            {
                begins = Follow(order, begins);
            }

            for (var number = 0; number < begins.Length; number++)
            {
                if (begins[number])
                {
                    Adjusted[order - 1][number] = Found[order - 1][number];
                }
            }
        }
    }

    // Finds the suffixes of an order, and counts their different first words; gives what begins with the mark of a sentence's start.
    private bool[] Follow(int order, bool[] shorterBegins)
    {
        var keys = Tables[order - 1].Keys;
        var begins = new bool[keys.Length];
        var suffixes = new int[keys.Length];
        for (var number = 0; number < keys.Length; number++)
        {
            var (context, word) = (NGramTable.Context(keys[number]), NGramTable.Word(keys[number]));
            begins[number] = shorterBegins[context];
            suffixes[number] = order == 2 ? word : Tables[order - 2].Find(Suffixes[order - 2][context], word);
            Adjusted[order - 2][suffixes[number]]++;
        }

        Suffixes[order - 1] = suffixes;
        return begins;
    }
}
