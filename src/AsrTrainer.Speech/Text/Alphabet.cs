using System.Diagnostics.CodeAnalysis;
using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Speech.Text;

/// <summary>
/// The tokens of a model, one character each. Index 0 is always the CTC blank; the characters follow from 1 in the order given. Space is a
/// token like any other.
/// </summary>
public sealed class Alphabet : IEquatable<Alphabet>
{
    /// <summary>The index of the CTC blank.</summary>
    public const int Blank = 0;

    private readonly Dictionary<char, int> tokens = [];

    /// <summary>An alphabet of <paramref name="characters"/>, each once; anything else is a fault of the configuration.</summary>
    /// <param name="characters">At least one character; no surrogates, control characters or repeats.</param>
    public Alphabet(string characters)
    {
        ArgumentNullException.ThrowIfNull(characters);
        if (characters.Length == 0)
        {
            throw Fault("it is empty; give at least one character");
        }

        foreach (var character in characters)
        {
            if (char.IsSurrogate(character) || char.IsControl(character))
            {
                throw Fault($"U+{(int)character:X4} cannot be a token; control characters and characters beyond U+FFFF are not allowed");
            }

            if (!tokens.TryAdd(character, tokens.Count + 1))
            {
                throw Fault($"{CodePoint.Describe(character)} occurs twice; list each character once");
            }
        }

        Characters = characters;
    }

    /// <summary>Space, apostrophe and the letters a to z: 28 tokens and the blank.</summary>
    public static Alphabet English { get; } = new(" 'abcdefghijklmnopqrstuvwxyz");

    /// <summary>The characters in the order of their tokens; the first one is token 1.</summary>
    public string Characters { get; }

    /// <summary>The number of tokens with the blank: the width of the model's output.</summary>
    public int Size => Characters.Length + 1;

    /// <summary>Whether <paramref name="character"/> is a token.</summary>
    public bool Contains(char character) => tokens.ContainsKey(character);

    /// <summary>
    /// The tokens of <paramref name="transcript"/>, one for each character. A character that is no token is a fault of the data;
    /// <see cref="UnknownCharacters"/> reports those of a whole corpus at once.
    /// </summary>
    public int[] Encode(string transcript)
    {
        if (TryEncode(transcript, out var encoded))
        {
            return encoded;
        }

        var unknown = new UnknownCharacters(this);
        unknown.Add(transcript, utteranceId: "");
        var found = string.Join(", ", unknown.Found.Select(one => CodePoint.Describe(one.Character)));
        throw new UserFault(
            ExitCode.Data,
            $"transcript \"{transcript}\": {found} not in the alphabet \"{Characters}\"; normalise the transcript or extend the alphabet");
    }

    /// <summary>The tokens of <paramref name="transcript"/>, or false when a character is no token.</summary>
    public bool TryEncode(string transcript, [NotNullWhen(true)] out int[]? encoded)
    {
        ArgumentNullException.ThrowIfNull(transcript);
        encoded = new int[transcript.Length];
        for (var i = 0; i < transcript.Length; i++)
        {
            if (!tokens.TryGetValue(transcript[i], out encoded[i]))
            {
                encoded = null;
                return false;
            }
        }

        return true;
    }

    /// <summary>The text of <paramref name="encoded"/>, which must hold tokens only: blanks are for a decoder to remove.</summary>
    public string Decode(ReadOnlySpan<int> encoded)
    {
        Span<char> text = encoded.Length <= 256 ? stackalloc char[encoded.Length] : new char[encoded.Length];
        for (var i = 0; i < encoded.Length; i++)
        {
            if (encoded[i] < 1 || encoded[i] >= Size)
            {
                throw new ArgumentOutOfRangeException(nameof(encoded), encoded[i], $"Token {i} must be in 1..{Size - 1}.");
            }

            text[i] = Characters[encoded[i] - 1];
        }

        return new string(text);
    }

    /// <inheritdoc/>
    public bool Equals(Alphabet? other) => other is not null && Characters == other.Characters;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Alphabet);

    /// <inheritdoc/>
    public override int GetHashCode() => Characters.GetHashCode(StringComparison.Ordinal);

    private static UserFault Fault(string problem) => new(ExitCode.Configuration, $"the alphabet cannot be used: {problem}");
}
