namespace AsrTrainer.Speech.LanguageModels;

/// <summary>
/// Interpolated modified Kneser-Ney smoothing (Chen and Goodman 1998, section 3): with a the adjusted count and D its discount,
/// p(w | h) = (a(hw) - D(a(hw))) / a(h·) + g(h) p(w | h'), where h' is h without its first word and g(h) a(h·) what was taken from the
/// counts after h; below the 1-grams all words are equally likely, the unknown one among them. N-grams that are left out give their whole
/// count to g(h).
/// </summary>
internal sealed class KneserNey
{
    private readonly NGramCounts counts;
    private readonly LanguageModelOptions options;
    private readonly NGramSet set;
    private readonly int start;

    private KneserNey(NGramCounts counts, WordTable words, LanguageModelOptions options)
    {
        this.counts = counts;
        this.options = options;
        set = new NGramSet(options.Order, words);
        start = words.Find(WordTable.Start);
    }

    /// <summary>Makes a model.</summary>
    /// <param name="counts">The counts; the mark of a sentence's end was counted as a word, that of its start as none.</param>
    /// <param name="words">The words, with both marks and the unknown word.</param>
    /// <param name="options">The order, and what is left out.</param>
    /// <param name="discounts">What was taken from the counts of each order.</param>
    public static NGramSet Smooth(NGramCounts counts, WordTable words, LanguageModelOptions options, out Discounts[] discounts)
    {
        var smoothing = new KneserNey(counts, words, options);
        discounts = [.. Enumerable.Range(1, options.Order).Select(smoothing.DiscountsOf)];
        var (probabilities, numbers) = smoothing.Words(discounts[0]);
        for (var order = 2; order <= options.Order; order++)
        {
            (probabilities, numbers) = smoothing.Longer(order, discounts[order - 1], probabilities, numbers);
        }

        return smoothing.set;
    }

    private Discounts DiscountsOf(int order)
    {
        Span<long> countsOfCounts = stackalloc long[4];
        countsOfCounts.Clear();
        var adjusted = counts.Adjusted[order - 1];
        for (var number = 0; number < adjusted.Length; number++)
        {
            if (adjusted[number] is > 0 and <= 4 && (order > 1 || number != start))
            {
                countsOfCounts[adjusted[number] - 1]++;
            }
        }

        return Discounts.Of(countsOfCounts);
    }

    // The 1-grams' probabilities and numbers in the model.
    private (double[] Probabilities, int[] Numbers) Words(Discounts discounts)
    {
        var adjusted = counts.Adjusted[0];
        double total = 0;
        double taken = 0;
        for (var word = 0; word < adjusted.Length; word++)
        {
            total += word == start ? 0 : adjusted[word];
            taken += word == start ? 0 : discounts.From(adjusted[word]);
        }

        var probabilities = new double[adjusted.Length];
        for (var word = 0; word < adjusted.Length; word++)
        {
            probabilities[word] = ((adjusted[word] - discounts.From(adjusted[word])) + (taken / (adjusted.Length - 1))) / total;
            set.TryAdd([word], word == start ? NGramSet.Impossible : (float)Math.Log10(probabilities[word]), backoff: 0);
        }

        return (probabilities, [.. Enumerable.Range(0, adjusted.Length)]);
    }

    // The same for longer n-grams, and the weights of backing off from their contexts; the number of what is left out is -1.
    private (double[] Probabilities, int[] Numbers) Longer(int order, Discounts discounts, double[] shorter, int[] contexts)
    {
        var keys = counts.Tables[order - 1].Keys;
        var found = counts.Found[order - 1];
        var adjusted = counts.Adjusted[order - 1];
        var totals = new double[contexts.Length];
        var taken = new double[contexts.Length];
        var least = options.PruneAt(order) + 1;
        for (var number = 0; number < keys.Length; number++)
        {
            var context = NGramTable.Context(keys[number]);
            totals[context] += adjusted[number];
            taken[context] += found[number] < least ? adjusted[number] : discounts.From(adjusted[number]);
        }

        for (var context = 0; context < contexts.Length; context++)
        {
            if (contexts[context] >= 0 && totals[context] > 0)
            {
                set.Backoffs[order - 2][contexts[context]] = (float)Math.Log10(taken[context] / totals[context]);
            }
        }

        var probabilities = new double[keys.Length];
        var numbers = new int[keys.Length];
        for (var number = 0; number < keys.Length; number++)
        {
            numbers[number] = -1;
            if (found[number] >= least)
            {
                var context = NGramTable.Context(keys[number]);
                probabilities[number] =
                    (adjusted[number] - discounts.From(adjusted[number]) + (taken[context] * shorter[counts.Suffixes[order - 1][number]]))
                    / totals[context];
                numbers[number] = set.Append(
                    order, contexts[context], NGramTable.Word(keys[number]), (float)Math.Log10(probabilities[number]));
            }
        }

        return (probabilities, numbers);
    }
}
