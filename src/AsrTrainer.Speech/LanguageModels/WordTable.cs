namespace AsrTrainer.Speech.LanguageModels;

/// <summary>The words of a model that is being made, numbered from 0 in the order in which they came.</summary>
internal sealed class WordTable
{
    /// <summary>What begins a sentence; never predicted.</summary>
    public const string Start = "<s>";

    /// <summary>What ends a sentence; predicted like a word.</summary>
    public const string End = "</s>";

    /// <summary>Stands for every word that the model does not know.</summary>
    public const string Unknown = "<unk>";

    private readonly List<string> words = [];
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup;

    public WordTable()
    {
        lookup = numbers.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public int Count => words.Count;

    public string this[int number] => words[number];

    /// <summary>The number of a word, which is new with <paramref name="added"/>.</summary>
    public int Add(ReadOnlySpan<char> word, out bool added)
    {
        added = !lookup.TryGetValue(word, out var number);
        if (!added)
        {
            return number;
        }

        var text = word.ToString();
        numbers.Add(text, words.Count);
        words.Add(text);
        return words.Count - 1;
    }

    /// <summary>The number of a word, or -1.</summary>
    public int Find(ReadOnlySpan<char> word) => lookup.TryGetValue(word, out var number) ? number : -1;
}
