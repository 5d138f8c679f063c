namespace AsrTrainer.Speech.LanguageModels;

/// <summary>
/// A model of which word follows which. What it needs to know of the words before is a state, a number that means something to the model
/// that gave it and that may be compared: equal states predict the same. May be used from any number of threads.
/// </summary>
public interface IWordModel
{
    /// <summary>The state at the start of a sentence.</summary>
    long Start { get; }

    /// <summary>The number that a word has in <see cref="Score"/>; words that the model does not know share one.</summary>
    int Find(ReadOnlySpan<char> word);

    /// <summary>Whether the number of a word is that of the words that the model does not know.</summary>
    bool IsUnknown(int word);

    /// <summary>The natural logarithm of the probability of a word.</summary>
    /// <param name="state">What came before.</param>
    /// <param name="word">Its number.</param>
    /// <param name="next">The state after it.</param>
    double Score(long state, int word, out long next);

    /// <summary>The natural logarithm of the probability that the sentence ends here.</summary>
    double ScoreEnd(long state);
}
