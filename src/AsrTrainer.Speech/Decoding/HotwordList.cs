using AsrTrainer.Speech.Corpora;
using AsrTrainer.Speech.Faults;
using AsrTrainer.Speech.Text;

namespace AsrTrainer.Speech.Decoding;

/// <summary>Hotwords as a user gives them.</summary>
public static class HotwordList
{
    /// <summary>The most phrases.</summary>
    public const int Most = 100_000;

    private const int MostCharacters = 1000;

    /// <summary>
    /// The phrases of a file, one on each line, or where there is no such file those written out, with commas between them. Each is
    /// normalised. Empty lines, and lines that begin with #, say nothing. What has no comma and looks like the name of a file must be one.
    /// </summary>
    /// <exception cref="UserFault">There is no such file, it cannot be read or holds too much, or there is no phrase.</exception>
    public static IReadOnlyList<string> Read(string fileOrWords, TranscriptNormalizer normalizer)
    {
        ArgumentNullException.ThrowIfNull(fileOrWords);
        ArgumentNullException.ThrowIfNull(normalizer);
        if (!Path.Exists(fileOrWords) && IsFileName(fileOrWords))
        {
            throw new UserFault(ExitCode.Data, $"{fileOrWords}: no such file; if it is a hotword, put a comma after it");
        }

        List<string> phrases = [];
        foreach (var line in Path.Exists(fileOrWords) ? TextLines.Read(fileOrWords) : fileOrWords.Split(','))
        {
            if (line.Length > MostCharacters || phrases.Count == Most)
            {
                throw new UserFault(
                    ExitCode.Data,
                    $"{Shown(fileOrWords)}: hotwords are at most {Most} phrases of at most {MostCharacters} characters; leave out what is "
                    + "not needed");
            }

            if (normalizer.Normalize(line) is { Length: > 0 } phrase && phrase[0] != '#')
            {
                phrases.Add(phrase);
            }
        }

        return phrases.Count > 0
            ? phrases
            : throw new UserFault(ExitCode.Data, $"{Shown(fileOrWords)}: no hotwords; give a file with one on each line, or WORD,WORD");
    }

    private static bool IsFileName(string text) =>
        !text.Contains(',', StringComparison.Ordinal)
        && (text.Contains('/', StringComparison.Ordinal) || Path.GetExtension(text).Length > 1);

    private static string Shown(string fileOrWords) => string.IsNullOrWhiteSpace(fileOrWords) ? "(nothing)" : fileOrWords;
}
