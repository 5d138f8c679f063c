using System.Globalization;
using AsrTrainer.Speech.Corpora;

namespace AsrTrainer.Speech.Decoding;

/// <summary>
/// Words with their times as NIST's <c>.ctm</c> has them, a line each: <c>file channel start duration word confidence</c>.
/// </summary>
public static class CtmFile
{
    /// <summary>Writes UTF-8.</summary>
    /// <param name="stream">Stays open.</param>
    /// <param name="utterances">Each utterance's id, which stands for the file, and its words, in order.</param>
    /// <param name="comment">Stands in the first line.</param>
    public static void Write(Stream stream, IEnumerable<(string Id, IReadOnlyList<TimedWord> Words)> utterances, string comment)
    {
        using var writer = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
        writer.WriteLine($";; {comment}");
        foreach (var (id, words) in utterances)
        {
            foreach (var word in words)
            {
                writer.WriteLine(Line(id, word));
            }
        }
    }

    /// <summary>The line of a word.</summary>
    /// <param name="id">Stands for the file; what would end it is escaped.</param>
    /// <param name="word">The word.</param>
    public static string Line(string id, TimedWord word)
    {
        ArgumentNullException.ThrowIfNull(word);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{TranscriptFile.EscapedId(id)} 1 {word.Start:F3} {word.End - word.Start:F3} {word.Text} {word.Confidence:F4}");
    }
}
