namespace AsrTrainer.Speech.LanguageModels;

/// <summary>
/// A model that is being made: for each order its n-grams with the decimal logarithms of their probabilities and of the weights of backing
/// off from them, as ARPA files hold them. The first n-1 words of an n-gram are an n-gram of the order below.
/// </summary>
internal sealed class NGramSet
{
    /// <summary>The probability of an n-gram that is only there for longer ones that begin with it; backing off gives it.</summary>
    public const float Implied = float.NaN;

    /// <summary>The highest order that a model may have.</summary>
    public const int MostOrder = 32;

    /// <summary>The decimal logarithm that stands for a probability of 0, as that of the mark of a sentence's start.</summary>
    public const float Impossible = -99;

    private const float ProbabilityOfUnknown = -100;

    /// <param name="order">The number of words in the longest n-grams.</param>
    /// <param name="words">The words; each is a 1-gram, of the same number.</param>
    public NGramSet(int order, WordTable words)
    {
        Words = words;
        Tables = [.. Enumerable.Range(0, order).Select(_ => new NGramTable())];
        Probabilities = [.. Enumerable.Range(0, order).Select(_ => new List<float>())];
        Backoffs = [.. Enumerable.Range(0, order).Select(_ => new List<float>())];
    }

    public int Order => Tables.Length;

    public WordTable Words { get; }

    /// <summary>The n-grams of order k at k-1; the first table is empty, as words are numbered already.</summary>
    public NGramTable[] Tables { get; }

    /// <summary>Decimal logarithms of probabilities, by order and number.</summary>
    public List<float>[] Probabilities { get; }

    /// <summary>Decimal logarithms of backoff weights, by order and number; zeros in the highest order.</summary>
    public List<float>[] Backoffs { get; }

    /// <summary>
    /// Whether the model itself has a probability for words that it does not know; otherwise <see cref="Complete"/> gave them one.
    /// </summary>
    public bool KnowsUnknown { get; private set; } = true;

    /// <summary>The number of n-grams of an order, from 1, that have a probability of their own.</summary>
    public int Count(int order) => Probabilities[order - 1].Count(one => !float.IsNaN(one));

    /// <summary>Adds an n-gram, and what is missing of those that it begins with.</summary>
    /// <param name="words">Its words.</param>
    /// <param name="probability">The decimal logarithm.</param>
    /// <param name="backoff">The same.</param>
    /// <returns>False when it is there already.</returns>
    public bool TryAdd(ReadOnlySpan<int> words, float probability, float backoff)
    {
        var number = Place(words);
        var probabilities = Probabilities[words.Length - 1];
        if (!float.IsNaN(probabilities[number]))
        {
            return false;
        }

        probabilities[number] = probability;
        Backoffs[words.Length - 1][number] = backoff;
        return true;
    }

    /// <summary>Adds an n-gram of two words or more that is not there yet; the result is its number.</summary>
    public int Append(int order, int context, int word, float probability)
    {
        Probabilities[order - 1].Add(probability);
        Backoffs[order - 1].Add(0);
        return Tables[order - 1].Add(context, word, out _);
    }

    /// <summary>Gives words that the model does not know a probability where it has none for them: 10⁻¹⁰⁰, as KenLM does.</summary>
    public void Complete()
    {
        var unknown = Words.Add(WordTable.Unknown, out var added);
        if (added)
        {
            TryAdd([unknown], ProbabilityOfUnknown, backoff: 0);
            KnowsUnknown = false;
        }
    }

    // The number of an n-gram; what is new has no probability yet.
    private int Place(ReadOnlySpan<int> words)
    {
        var number = words[0];
        var (probabilities, backoffs) = (Probabilities[0], Backoffs[0]);
        while (probabilities.Count <= number)
        {
            probabilities.Add(Implied);
            backoffs.Add(0);
        }

        for (var order = 2; order <= words.Length; order++)
        {
            number = Tables[order - 1].Add(number, words[order - 1], out var added);
            if (added)
            {
                Probabilities[order - 1].Add(Implied);
                Backoffs[order - 1].Add(0);
            }
        }

        return number;
    }
}
