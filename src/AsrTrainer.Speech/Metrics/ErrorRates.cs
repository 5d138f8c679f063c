using System.Text;

namespace AsrTrainer.Speech.Metrics;

/// <summary>
/// Errors of one utterance, in words (WER) and in characters (CER). Both compare exactly: normalise reference and hypothesis alike
/// beforehand. Sum the counts over a corpus and ask the sum for its rate.
/// </summary>
public static class ErrorRates
{
    /// <summary>Errors in words: the parts between white space.</summary>
    public static ErrorCounts Words(string reference, string hypothesis) =>
        EditAlignment.Count<string>(SplitWords(reference), SplitWords(hypothesis));

    /// <summary>
    /// Errors in characters (Unicode code points). A space between words counts as a character; a run of white space is one space,
    /// and white space at the ends is nothing.
    /// </summary>
    public static ErrorCounts Characters(string reference, string hypothesis) =>
        EditAlignment.Count<Rune>(SplitCharacters(reference), SplitCharacters(hypothesis));

    internal static string[] SplitWords(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    private static Rune[] SplitCharacters(string text) => string.Join(' ', SplitWords(text)).EnumerateRunes().ToArray();
}
