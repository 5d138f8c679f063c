using System.Text;
using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Speech.LanguageModels;

/// <summary>
/// A back-off n-gram model (Katz 1987): the probability of a word after a context is the one that the model has for both together, or
/// else that after a shorter context times the weight of backing off. A state is the longest context that matters.
/// </summary>
/// <remarks>
/// What it reads may be a file that somebody else made: every number that leads to another place is looked at before it is followed.
/// </remarks>
public sealed unsafe class NGramModel : IWordModel, IDisposable
{
    private const int ShortWord = 128;
    private static readonly double NaturalPerDecimal = Math.Log(10);

    private readonly string path;
    private readonly ModelHeader header;
    private readonly ModelMemory memory;
    private readonly int inner;
    private readonly int nodes;
    private readonly int* wordStarts;
    private readonly int* slots;
    private readonly int* children;
    private readonly float* backoffs;
    private readonly int* words;
    private readonly float* probabilities;
    private readonly int* suffixes;
    private readonly byte* letters;
    private bool disposed;

    /// <param name="header">What the memory holds.</param>
    /// <param name="memory">The model in binary form; it is disposed with the model.</param>
    /// <param name="path">Its name in messages.</param>
    internal NGramModel(ModelHeader header, ModelMemory memory, string path)
    {
        this.path = path;
        this.header = header;
        this.memory = memory;
        inner = header.Inner;
        nodes = header.Nodes;
        wordStarts = (int*)(memory.Start + header.WordStartsAt);
        slots = (int*)(memory.Start + header.SlotsAt);
        children = (int*)(memory.Start + header.ChildrenAt);
        backoffs = (float*)(memory.Start + header.BackoffsAt);
        words = (int*)(memory.Start + header.WordsAt);
        probabilities = (float*)(memory.Start + header.ProbabilitiesAt);
        suffixes = (int*)(memory.Start + header.SuffixesAt);
        letters = memory.Start + header.LettersAt;
        Start = Following(header.Start + 1);
    }

    /// <summary>The number of n-grams of each order, from one word on.</summary>
    public IReadOnlyList<int> Sizes => header.Sizes;

    /// <summary>
    /// Whether the model itself gives words that it does not know a probability. Where it does not, they have one of 10⁻¹⁰⁰.
    /// </summary>
    public bool KnowsUnknown => header.KnowsUnknown;

    /// <inheritdoc/>
    public long Start { get; }

    /// <inheritdoc/>
    public int Find(ReadOnlySpan<char> word)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        Span<byte> bytes = word.Length <= ShortWord
            ? stackalloc byte[ShortWord * 3]
            : new byte[Encoding.UTF8.GetMaxByteCount(word.Length)];
        var number = Find(bytes[..Encoding.UTF8.GetBytes(word, bytes)]);
        return number == header.Start || number == header.End ? header.Unknown : number;
    }

    /// <inheritdoc/>
    public bool IsUnknown(int word) => word == header.Unknown;

    /// <summary>Some of the model's words, evenly from all of them; marks of sentences and of unknown words are none.</summary>
    /// <param name="most">How many at most, from 1.</param>
    /// <exception cref="UserFault">The model's file is damaged.</exception>
    public IReadOnlyList<string> SomeWords(int most)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        List<string> some = [];
        var step = ((long)header.WordCount + most - 1) / most;
        for (var number = 0L; number < header.WordCount; number += step)
        {
            if (number != header.Start && number != header.End && number != header.Unknown)
            {
                some.Add(Encoding.UTF8.GetString(Spelling((int)number)));
            }
        }

        return some;
    }

    /// <inheritdoc/>
    /// <exception cref="UserFault">The model's file is damaged.</exception>
    public double Score(long state, int word, out long next)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        ArgumentOutOfRangeException.ThrowIfNegative(state);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(state, inner);
        ArgumentOutOfRangeException.ThrowIfNegative(word);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(word, header.WordCount);
        var context = (int)state;
        var backoff = 0.0;
        while (true)
        {
            if (Child(context, word) is var node && node != 0)
            {
                next = Following(node);
                return (backoff + probabilities[node]) * NaturalPerDecimal;
            }

            backoff += backoffs[context];
            context = Suffix(context);
        }
    }

    /// <inheritdoc/>
    public double ScoreEnd(long state) => Score(state, header.End, out _);

    /// <inheritdoc/>
    public void Dispose()
    {
        disposed = true;
        memory.Dispose();
    }

    private int Find(ReadOnlySpan<byte> word)
    {
        var slot = BinaryForm.Slot(word, header.Slots);
        for (var tried = 0; tried < header.Slots; tried++, slot = (slot + 1) & (header.Slots - 1))
        {
            var number = slots[slot] - 1;
            if (number == -1)
            {
                return header.Unknown;
            }

            if ((uint)number >= (uint)header.WordCount)
            {
                break;
            }

            if (word.SequenceEqual(Spelling(number)))
            {
                return number;
            }
        }

        throw ModelHeader.Damaged(path);
    }

    private ReadOnlySpan<byte> Spelling(int word)
    {
        var (start, end) = (wordStarts[word], wordStarts[word + 1]);
        return start >= 0 && end >= start && end <= header.Letters
            ? new ReadOnlySpan<byte>(letters + start, end - start)
            : throw ModelHeader.Damaged(path);
    }

    // The node of a context with a word after it, or 0.
    private int Child(int context, int word)
    {
        if (context == 0)
        {
            return word + 1;
        }

        var (first, end) = (children[context], children[context + 1]);
        if (first <= context || end < first || end > nodes)
        {
            throw ModelHeader.Damaged(path);
        }

        var place = new ReadOnlySpan<int>(words + first, end - first).BinarySearch(word);
        return place < 0 ? 0 : first + place;
    }

    // The state after a node.
    private int Following(int node) =>
        node < inner && (children[node] != children[node + 1] || backoffs[node] != 0) ? node : Suffix(node);

    private int Suffix(int node)
    {
        var suffix = suffixes[node];
        return suffix >= 0 && suffix < node && suffix < inner ? suffix : throw ModelHeader.Damaged(path);
    }
}
