using System.Runtime.InteropServices;
using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Speech.LanguageModels;

/// <summary>Makes a language model from sentences. They are kept as four bytes for each word until it is made.</summary>
/// <param name="options">Its order and limits; valid ones.</param>
public sealed class LanguageModelBuilder(LanguageModelOptions options)
{
    private static readonly string[] Marks = [WordTable.Unknown, WordTable.Start, WordTable.End];

    // Sentences with their marks, one after the other.
    private readonly List<int> text = [];
    private readonly List<long> frequencies = [];
    private WordTable words = new();

    /// <summary>The number of sentences so far.</summary>
    public long Sentences { get; private set; }

    /// <summary>The number of words so far, without the marks of sentences.</summary>
    public long Words { get; private set; }

    /// <summary>Adds a sentence; one without words is left out.</summary>
    /// <param name="sentence">Its words; null is one that is unknown whatever the limits.</param>
    public void Add(IReadOnlyCollection<string?> sentence)
    {
        ArgumentNullException.ThrowIfNull(sentence);
        if (sentence.Count == 0)
        {
            return;
        }

        Append(WordTable.Start);
        foreach (var word in sentence)
        {
            Append(word ?? WordTable.Unknown);
        }

        Append(WordTable.End);
        Sentences++;
        Words += sentence.Count;
    }

    /// <summary>Makes the model; the builder has done its work then.</summary>
    /// <exception cref="UserFault">There was no text.</exception>
    public BuiltLanguageModel Build()
    {
        if (Sentences == 0)
        {
            throw new UserFault(ExitCode.Data, "there is not one word in the text; a language model needs sentences, one in each line");
        }

        var unknown = Limit();
        var counts = new NGramCounts(CollectionsMarshal.AsSpan(text), options.Order, words.Count, words.Find(WordTable.Start));
        text.Clear();
        text.TrimExcess();
        var set = KneserNey.Smooth(counts, words, options, out var discounts);
        return new BuiltLanguageModel(new PackedNGrams(set), discounts)
        {
            Sentences = Sentences,
            Words = Words,
            UnknownWords = unknown,
        };
    }

    private void Append(string word)
    {
        var number = words.Add(word, out var added);
        if (added)
        {
            frequencies.Add(0);
        }

        frequencies[number]++;
        text.Add(number);
    }

    // Makes words beyond the limits unknown ones, and numbers the others anew; the result is how often they occur.
    private long Limit()
    {
        var kept = new WordTable();
        foreach (var mark in Marks)
        {
            kept.Add(mark, out _);
        }

        var frequent = Enumerable.Range(0, words.Count)
            .Where(number => frequencies[number] >= options.MinWordCount && kept.Find(words[number]) < 0)
            .OrderByDescending(number => frequencies[number])
            .Take(options.MaxWords)
            .ToArray();
        foreach (var number in frequent)
        {
            kept.Add(words[number], out _);
        }

        int[] renumbered = [.. Enumerable.Range(0, words.Count).Select(number => Math.Max(kept.Find(words[number]), 0))];
        long unknown = 0;
        foreach (ref var number in CollectionsMarshal.AsSpan(text))
        {
            number = renumbered[number];
            unknown += number == 0 ? 1 : 0;
        }

        words = kept;
        return unknown;
    }
}
