namespace AsrTrainer.Speech.Tests.LanguageModels;

/// <summary>
/// The formulas of Chen and Goodman (1998) as they stand, one n-gram at a time, by going through the whole text for each count.
/// </summary>
/// <param name="sentences">The text.</param>
/// <param name="order">The number of words in the longest n-grams.</param>
/// <param name="prune">N-grams of two words and more that occur at most so often are left out.</param>
internal sealed class KneserNeyFormulas(IReadOnlyList<string[]> sentences, int order, int prune = 0)
{
    private readonly string[][] marked = [.. sentences.Select(words => (string[])["<s>", .. words, "</s>"])];
    private readonly Dictionary<string, object> memory = [];

    /// <summary>All words that can be predicted.</summary>
    public string[] Words => [.. marked.SelectMany(words => words).Append("<unk>").Where(word => word != "<s>").Distinct()];

    /// <summary>All that may stand before a word, of one word and more.</summary>
    public IEnumerable<string[]> Contexts => Enumerable.Range(1, order - 1).SelectMany(NGrams).Where(words => words[^1] != "</s>");

    public double Probability(string[] context, string word)
    {
        if (context.Length >= order)
        {
            return Probability(context[^(order - 1)..], word);
        }

        var (d, all) = (Discounts(context.Length + 1), Followers(context));
        double total = all.Sum(one => Count([.. context, one]));
        if (context.Length > 0 && total == 0)
        {
            return Probability(context[1..], word);
        }

        var taken = all.Sum(one => IsKept([.. context, one]) ? D(d, Count([.. context, one])) : Count([.. context, one]));
        var lower = context.Length == 0 ? 1.0 / Words.Length : Probability(context[1..], word);
        var count = IsKept([.. context, word]) ? Count([.. context, word]) : 0;
        return ((count - D(d, count)) / total) + (taken / total * lower);
    }

    public double[] Discounts(int length) => Once($"discounts {length}", () =>
    {
        var counts = NGrams(length).Where(words => length > 1 || words[0] != "<s>").Select(Count).ToArray();
        var n = Enumerable.Range(0, 5).Select(count => (double)counts.Count(one => one == count)).ToArray();
        var y = n[1] / (n[1] + (2 * n[2]));
        double[] found = [1 - (2 * y * n[2] / n[1]), 2 - (3 * y * n[3] / n[2]), 3 - (4 * y * n[4] / n[3])];
        return found.Index().All(one => one.Item > 0 && one.Item < one.Index + 1) ? found : [0.5, 1, 1.5];
    });

    private static double D(double[] discounts, int count) => count == 0 ? 0 : discounts[Math.Min(count, 3) - 1];

    private bool IsKept(string[] words) => words.Length == 1 || Occurrences(words) > prune;

    private string[] Followers(string[] context) => Once($"followers {string.Join(' ', context)}", () =>
        NGrams(context.Length + 1)
            .Where(words => words[..^1].SequenceEqual(context) && words[^1] != "<s>")
            .Select(words => words[^1])
            .ToArray());

    // The adjusted count.
    private int Count(string[] words) => Once($"count {string.Join(' ', words)}", () => words.Length == order || words[0] == "<s>"
        ? Occurrences(words)
        : NGrams(words.Length + 1).Count(longer => longer[1..].SequenceEqual(words)));

    private int Occurrences(string[] words) => Once($"occurrences {string.Join(' ', words)}", () =>
        marked.Sum(sentence => Windows(sentence, words.Length).Count(window => window.SequenceEqual(words))));

    private List<string[]> NGrams(int length) => Once($"n-grams {length}", () =>
        marked.SelectMany(sentence => Windows(sentence, length)).DistinctBy(words => string.Join(' ', words)).ToList());

    private T Once<T>(string key, Func<T> find)
        where T : notnull
    {
        if (!memory.TryGetValue(key, out var found))
        {
            memory[key] = found = find();
        }

        return (T)found;
    }

    private static IEnumerable<string[]> Windows(string[] sentence, int length) =>
        Enumerable.Range(0, Math.Max(0, sentence.Length - length + 1)).Select(first => sentence[first..(first + length)]);
}
