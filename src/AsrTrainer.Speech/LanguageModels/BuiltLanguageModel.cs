namespace AsrTrainer.Speech.LanguageModels;

/// <summary>A language model that was made from text, and what is known of the text.</summary>
public sealed class BuiltLanguageModel
{
    internal BuiltLanguageModel(PackedNGrams model, IReadOnlyList<Discounts> discounts)
    {
        Model = model;
        Discounts = discounts;
    }

    /// <summary>The number of n-grams of each order, from one word on.</summary>
    public IReadOnlyList<int> Sizes => Model.Sizes;

    /// <summary>What was taken from the counts of each order.</summary>
    public IReadOnlyList<Discounts> Discounts { get; }

    /// <summary>The number of sentences.</summary>
    public required long Sentences { get; init; }

    /// <summary>The number of words of the text.</summary>
    public required long Words { get; init; }

    /// <summary>The number of them that count as unknown.</summary>
    public required long UnknownWords { get; init; }

    internal PackedNGrams Model { get; }

    /// <summary>
    /// Writes it in the form that the name asks for: our binary form where it ends in <c>.asrlm</c>, ARPA otherwise, as gzip where it ends
    /// in <c>.gz</c>.
    /// </summary>
    /// <param name="path">The file, which appears whole or not at all.</param>
    public void Write(string path) => LanguageModelFile.Write(Model, path, knowsUnknown: true);
}
