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
    /// normalised. Empty lines, and lines that begin with #, say nothing.
    /// </summary>
    /// <exception cref="UserFault">The file cannot be read or holds too much, or there is no phrase.</exception>
    public static IReadOnlyList<string> Read(string fileOrWords, TranscriptNormalizer normalizer)
    {
        ArgumentNullException.ThrowIfNull(fileOrWords);
        ArgumentNullException.ThrowIfNull(normalizer);
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

    private static string Shown(string fileOrWords) => string.IsNullOrWhiteSpace(fileOrWords) ? "(nothing)" : fileOrWords;
}
