using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Speech.LanguageModels;

/// <summary>How a language model is made from text.</summary>
public sealed record LanguageModelOptions : IValidatedOptions
{
    /// <summary>The lowest order that can be smoothed.</summary>
    public const int LeastOrder = 2;

    /// <summary>The highest order that is made.</summary>
    public const int MostOrder = 5;

    /// <summary>The number of words in the longest n-grams, 2 to 5; default 3.</summary>
    public int Order { get; init; } = 3;

    /// <summary>Words that occur less often count as unknown; at least 1, which is the default.</summary>
    public int MinWordCount { get; init; } = 1;

    /// <summary>The most words that are told apart, the most frequent ones; at least 1; default: all of them.</summary>
    public int MaxWords { get; init; } = int.MaxValue;

    /// <summary>
    /// N-grams of two words, three words and so on that occur at most so often are left out; the last number is that of all longer ones.
    /// At least 0, and none less than the one before; default 0, which leaves out nothing.
    /// </summary>
    public IReadOnlyList<int> Prune { get; init; } = [0];

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate()
    {
        if (Order is < LeastOrder or > MostOrder)
        {
            yield return new OptionProblem(nameof(Order), $"must be {LeastOrder} to {MostOrder}, was {Order}");
        }

        if (MinWordCount < 1)
        {
            yield return new OptionProblem(nameof(MinWordCount), $"must be at least 1, was {MinWordCount}");
        }

        if (MaxWords < 1)
        {
            yield return new OptionProblem(nameof(MaxWords), $"must be at least 1, was {MaxWords}");
        }

        if (Prune.Count == 0 || Prune[0] < 0 || Prune.Zip(Prune.Skip(1)).Any(pair => pair.First > pair.Second))
        {
            yield return new OptionProblem(
                nameof(Prune), $"must be numbers from 0, none less than the one before, was \"{string.Join(',', Prune)}\"");
        }
    }

    /// <summary>N-grams of an order from 2 that occur at most so often are left out.</summary>
    internal int PruneAt(int order) => Prune[Math.Min(order - 2, Prune.Count - 1)];
}
