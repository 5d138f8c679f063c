using System.Text;

namespace AsrTrainer.Speech.Text;

/// <summary>A character that occurs in transcripts but not in the alphabet.</summary>
/// <param name="Character">The character.</param>
/// <param name="Count">How often it occurs.</param>
/// <param name="ExampleUtteranceId">The first utterance seen with it.</param>
public sealed record UnknownCharacter(Rune Character, long Count, string ExampleUtteranceId)
{
    /// <summary>The character by number and, where a terminal can show it, by sight: <c>U+00E9 'é'</c>.</summary>
    public string Name => CodePoint.Describe(Character);

    /// <summary><c>U+00E9 'é': 12 times, first in 84-121123-0003</c>.</summary>
    public override string ToString() => $"{Name}: {Count} {(Count == 1 ? "time" : "times")}, first in {ExampleUtteranceId}";
}

/// <summary>Collects the characters of a corpus that its alphabet lacks, for one report instead of a fault per utterance.</summary>
public sealed class UnknownCharacters(Alphabet alphabet)
{
    private readonly Dictionary<Rune, UnknownCharacter> found = [];

    /// <summary>Whether every transcript could be encoded.</summary>
    public bool IsEmpty => found.Count == 0;

    /// <summary>The characters found, the most frequent first, equals by code point.</summary>
    public IReadOnlyList<UnknownCharacter> Found =>
        [.. found.Values.OrderByDescending(one => one.Count).ThenBy(one => one.Character.Value)];

    /// <summary>Looks through one transcript; true when it holds a character that the alphabet lacks.</summary>
    public bool Add(string transcript, string utteranceId)
    {
        ArgumentNullException.ThrowIfNull(transcript);
        var any = false;

        // Runes, not chars: a character beyond U+FFFF is one character to the user, and half a pair counts as U+FFFD.
        foreach (var rune in transcript.EnumerateRunes())
        {
            if (rune.IsBmp && alphabet.Contains((char)rune.Value))
            {
                continue;
            }

            any = true;
            var count = found.TryGetValue(rune, out var before) ? before.Count + 1 : 1;
            found[rune] = new UnknownCharacter(rune, count, before?.ExampleUtteranceId ?? utteranceId);
        }

        return any;
    }

    /// <summary>One line for each character: <c>U+00E9 'é': 12 times, first in 84-121123-0003</c>. Empty when nothing was found.</summary>
    public string Format() => string.Join(Environment.NewLine, Found);
}
