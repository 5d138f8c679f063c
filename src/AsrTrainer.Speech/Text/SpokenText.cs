using System.Text;
using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Speech.Text;

/// <summary>A text as people write it, made one that a model can have heard.</summary>
/// <param name="Text">Normalised, in characters of the model's alphabet; at least one word.</param>
/// <param name="LeftOut">Punctuation that the alphabet lacks; it parts words, as white space does.</param>
public sealed record SpokenText(string Text, IReadOnlyList<UnknownCharacter> LeftOut)
{
    // To Unicode these are punctuation.
    private const string SpokenSigns = "#%&@§‰";

    /// <summary>Normalises a text. Letters, digits and signs that the alphabet lacks are a fault, for they stand for something spoken.</summary>
    /// <param name="written">The text.</param>
    /// <param name="place">Names the text in messages.</param>
    /// <param name="normalizer">The model's.</param>
    /// <param name="alphabet">The model's.</param>
    /// <exception cref="UserFault">With <see cref="ExitCode.Data"/>: such characters, or no word at all.</exception>
    public static SpokenText Of(string written, string place, TranscriptNormalizer normalizer, Alphabet alphabet)
    {
        ArgumentNullException.ThrowIfNull(normalizer);
        ArgumentNullException.ThrowIfNull(alphabet);
        var spoken = new StringBuilder();
        var (leftOut, unknown) = (new UnknownCharacters(alphabet), new UnknownCharacters(alphabet));
        foreach (var rune in normalizer.Normalize(written).EnumerateRunes())
        {
            if (rune.IsBmp && alphabet.Contains((char)rune.Value))
            {
                spoken.Append(rune);
            }
            else if (Rune.IsWhiteSpace(rune) || (Rune.IsPunctuation(rune) && !SpokenSigns.Contains((char)rune.Value)))
            {
                spoken.Append(' ');
                leftOut.Add(rune.ToString(), place);
            }
            else
            {
                unknown.Add(rune.ToString(), place);
            }
        }

        var text = normalizer.Normalize(spoken.ToString());
        if (!unknown.IsEmpty)
        {
            throw new UserFault(
                ExitCode.Data,
                $"{place}: {string.Join(", ", unknown.Found.Select(one => one.Name))} not in the model's alphabet \"{alphabet.Characters}\"; "
                + "write what is spoken in its characters, numbers and signs in words");
        }

        return text.Length > 0 ? new SpokenText(text, leftOut.Found) : throw new UserFault(ExitCode.Data, $"{place}: there is no word in it");
    }
}
