using AsrTrainer.Speech.LanguageModels;
using AsrTrainer.Speech.Text;

namespace AsrTrainer.Speech.Decoding;

/// <summary>What a prefix is worth besides its sound: words by the language model, bonus, hotwords. For one thread.</summary>
internal sealed class PrefixScores
{
    // What a language model holds for impossible must not take every prefix with it.
    private const double LeastWordScore = -100;

    private readonly BeamOptions options;
    private readonly IWordModel? model;
    private readonly Hotwords? hotwords;
    private readonly string characters;
    private readonly int space;
    private char[] word = new char[64];

    public PrefixScores(Alphabet alphabet, BeamOptions options, IWordModel? model, Hotwords? hotwords)
    {
        this.options = options;
        this.model = model;
        this.hotwords = hotwords;
        characters = alphabet.Characters;
        space = characters.IndexOf(' ') + 1;
    }

    /// <summary>The empty prefix.</summary>
    public PrefixNode Empty => new()
    {
        Before = -1,
        Token = Alphabet.Blank,
        Words = model?.Start ?? 0,
        Hotword = hotwords?.Start ?? 0,
        WordScore = double.NaN,
    };

    /// <summary>A prefix followed by one token more.</summary>
    public PrefixNode Extend(PrefixTrie trie, int prefix, int token)
    {
        ref var before = ref trie[prefix];
        var longer = new PrefixNode
        {
            Before = prefix,
            Token = token,
            Slot = -1,
            WordLength = before.WordLength + 1,
            Words = before.Words,
            Bonus = before.Bonus,
            WordScore = double.NaN,
        };
        if (token == space)
        {
            longer.WordLength = 0;
            if (before.WordLength > 0)
            {
                longer.Bonus += WordScore(trie, prefix);
                longer.Words = before.WordsAfter;
            }
        }

        if (hotwords is not null)
        {
            longer.Bonus += options.HotwordBoost * hotwords.Advance(before.Hotword, token, out longer.Hotword);
        }

        return longer;
    }

    /// <summary>What a prefix is worth if nothing follows it.</summary>
    public double Whole(PrefixTrie trie, int prefix)
    {
        ref var node = ref trie[prefix];
        var score = node.Bonus;
        var state = node.Words;
        if (node.WordLength > 0)
        {
            score += WordScore(trie, prefix);
            state = node.WordsAfter;
        }

        if (model is not null)
        {
            score += options.LanguageModelWeight * Possible(model.ScoreEnd(state));
        }

        return hotwords is null ? score : score + (options.HotwordBoost * hotwords.End(node.Hotword));
    }

    private double WordScore(PrefixTrie trie, int prefix)
    {
        ref var node = ref trie[prefix];
        if (double.IsNaN(node.WordScore))
        {
            node.WordScore = options.WordBonus;
            if (model is not null)
            {
                var text = LastWord(trie, prefix);
                var number = model.Find(text);
                node.WordScore += options.LanguageModelWeight * Possible(model.Score(node.Words, number, out node.WordsAfter));
                if (model.IsUnknown(number) && hotwords?.Contains(text) != true)
                {
                    node.WordScore -= options.UnknownPenalty;
                }
            }
        }

        return node.WordScore;
    }

    // A damaged model may give anything.
    private static double Possible(double score) => double.IsFinite(score) && score > LeastWordScore ? score : LeastWordScore;

    private ReadOnlySpan<char> LastWord(PrefixTrie trie, int prefix)
    {
        var length = trie[prefix].WordLength;
        if (length > word.Length)
        {
            word = new char[2 * length];
        }

        for (var i = length - 1; i >= 0; i--)
        {
            ref var node = ref trie[prefix];
            word[i] = characters[node.Token - 1];
            prefix = node.Before;
        }

        return word.AsSpan(0, length);
    }
}
