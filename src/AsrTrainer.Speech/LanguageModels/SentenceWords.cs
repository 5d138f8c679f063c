using System.Globalization;
using System.Text;
using AsrTrainer.Speech.Text;

namespace AsrTrainer.Speech.LanguageModels;

/// <summary>
/// Written text as the words that a recogniser may write. A line passes through the normaliser of transcripts; after that, characters that
/// the alphabet lacks end a word and are left out where they are punctuation or symbols, and make the word an unknown one where they are
/// letters, digits or marks, since that word is said but cannot be written. Marks of sentences (<c>&lt;s&gt;</c>) are left out.
/// </summary>
/// <param name="normalizer">The normaliser of the transcripts.</param>
/// <param name="alphabet">The characters that the recogniser may write.</param>
public sealed class SentenceWords(TranscriptNormalizer normalizer, Alphabet alphabet)
{
    /// <summary>The characters that the alphabet lacks, each with the place of its first line.</summary>
    public UnknownCharacters UnknownCharacters { get; } = new(alphabet);

    /// <summary>The words of a line; null is an unknown one.</summary>
    /// <param name="line">A sentence.</param>
    /// <param name="place">Where the line stands, for <see cref="UnknownCharacters"/>.</param>
    public List<string?> Words(string line, string place)
    {
        var words = new List<string?>();
        foreach (var written in normalizer.Normalize(line).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (written is WordTable.Unknown or "<UNK>")
            {
                words.Add(null);
            }
            else if (written is WordTable.Start or WordTable.End)
            {
                continue;
            }
            else if (alphabet.TryEncode(written, out _))
            {
                words.Add(written);
            }
            else
            {
                UnknownCharacters.Add(written, place);
                AddParts(words, written);
            }
        }

        return words;
    }

    private void AddParts(List<string?> words, string written)
    {
        var part = new StringBuilder();
        var known = true;
        foreach (var rune in written.EnumerateRunes())
        {
            if (rune.IsBmp && alphabet.Contains((char)rune.Value))
            {
                part.Append(rune);
            }
            else if (IsSpoken(rune))
            {
                known = false;
            }
            else
            {
                End();
            }
        }

        End();

        void End()
        {
            if (!known || part.Length > 0)
            {
                words.Add(known ? part.ToString() : null);
            }

            part.Clear();
            known = true;
        }
    }

    private static bool IsSpoken(Rune rune) =>
        Rune.IsLetterOrDigit(rune) || Rune.IsNumber(rune) || Rune.GetUnicodeCategory(rune) is
            UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;
}
