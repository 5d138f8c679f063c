using System.Text;
using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Speech.Corpora;

/// <summary>The text of an utterance, by its id.</summary>
/// <param name="Id">Names the utterance.</param>
/// <param name="Text">What was said or recognised; may be empty.</param>
public readonly record struct TranscriptLine(string Id, string Text);

/// <summary>
/// Texts by utterance, a line each: sclite's <c>.trn</c>, <c>words (id)</c> with comments that begin with <c>;;</c>, or, in a file of any
/// other name, Kaldi's <c>text</c>, <c>id words</c>.
/// </summary>
public static class TranscriptFile
{
    /// <summary>How sclite's files end.</summary>
    public const string Ending = ".trn";

    /// <summary>The most words of one utterance: beyond an hour of speech, aligning two texts would take gigabytes.</summary>
    public const int MostWords = 1 << 14;

    private const int MostCharacters = 1 << 17;

    /// <summary>Reads all lines, in their order.</summary>
    /// <exception cref="UserFault">
    /// The file cannot be read; it is a <c>.trn</c> under another name; or a line has no id, an id of an earlier line, alternatives in
    /// braces, or too many words: all such lines are named.
    /// </exception>
    public static IReadOnlyList<TranscriptLine> Read(string path)
    {
        var faults = new CorpusFaults(path);
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        List<TranscriptLine> lines = [];
        HashSet<string> endings = [];
        var looksLikeTrn = true;
        var isTrn = path.EndsWith(Ending, StringComparison.OrdinalIgnoreCase);
        using var text = CorpusFiles.OpenText(path);
        for (var number = 1; CorpusFiles.Reading(path, text.ReadLine) is { } line; number++)
        {
            line = line.Trim();
            var isComment = line.StartsWith(";;", StringComparison.Ordinal);
            if (line.Length == 0 || (isTrn && isComment))
            {
                continue;
            }

            looksLikeTrn &= isComment || (ParseTrn(line).Id is { Length: > 0 } ending && endings.Add(ending));
            var parsed = isTrn ? ParseTrn(line) : ParseText(line);
            var problem = Problem(parsed, isTrn)
                ?? (places.TryAdd(parsed.Id, number) ? null : $"utterance '{parsed.Id}' is on line {places[parsed.Id]} already");
            if (problem is not null)
            {
                faults.Add(new CorpusPlace(path, number), problem);
                continue;
            }

            lines.Add(parsed);
        }

        if (!isTrn && looksLikeTrn && endings.Count > 0)
        {
            throw new UserFault(
                ExitCode.Data, $"{path}: every line ends with an id in brackets, as in sclite's files; name it .trn to have it read so");
        }

        faults.ThrowIfAny();
        return lines;
    }

    /// <summary>What is wrong with a text that is to be scored; null for nothing.</summary>
    /// <param name="text">A reference or a hypothesis.</param>
    public static string? TooLong(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length > MostCharacters || text.Count(char.IsWhiteSpace) >= MostWords
            ? $"more than {MostWords} words or {MostCharacters} characters in one utterance; cut it into shorter ones"
            : null;
    }

    /// <summary>Writes <c>.trn</c>, UTF-8.</summary>
    /// <param name="stream">Stays open.</param>
    /// <param name="lines">Their ids go through <see cref="EscapedId"/>, since sclite ends ids at spaces.</param>
    /// <param name="comment">Stands in the first line.</param>
    public static void Write(Stream stream, IEnumerable<TranscriptLine> lines, string comment)
    {
        using var writer = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
        writer.WriteLine($";; {comment}");
        foreach (var (id, text) in lines)
        {
            writer.WriteLine($"{text} ({EscapedId(id)})");
        }
    }

    /// <summary>
    /// An id without what would end it in a file whose fields are parted by spaces: the bytes of its UTF-8 stand as in addresses.
    /// </summary>
    public static string EscapedId(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        var escaped = new StringBuilder(id.Length);
        foreach (var character in id)
        {
            _ = char.IsWhiteSpace(character) || character is '(' or ')' or '%' or ';'
                ? escaped.Append(Percent(character))
                : escaped.Append(character);
        }

        return escaped.ToString();
    }

    private static string Percent(char character) =>
        string.Concat(Encoding.UTF8.GetBytes([character]).Select(one => $"%{one:X2}"));

    /// <summary>Undoes <see cref="EscapedId"/>; other programs' ids stay as they are, percent signs and all.</summary>
    private static string UnescapedId(string id)
    {
        var unescaped = id.Contains('%') ? Uri.UnescapeDataString(id) : id;
        return EscapedId(unescaped) == id ? unescaped : id;
    }

    private static TranscriptLine ParseTrn(string line)
    {
        var open = line[^1] == ')' ? line.LastIndexOf('(') : -1;
        return open < 0
            ? new TranscriptLine("", line)
            : new TranscriptLine(UnescapedId(line[(open + 1)..^1].Trim()), line[..open].TrimEnd());
    }

    private static TranscriptLine ParseText(string line)
    {
        var end = line.AsSpan().IndexOfAny(' ', '\t');
        return end < 0 ? new TranscriptLine(line, "") : new TranscriptLine(line[..end], line[end..].TrimStart());
    }

    private static string? Problem(TranscriptLine line, bool isTrn) =>
        line.Id.Length == 0 ? "the line has no id; it must end with the utterance's id in brackets: words (id)"
        : ControlCharacters.Find(line.Id) is { } control ? $"the id holds the control character {control}; rename the utterance"
        : line.Text.Contains('\uFFFD') ? $"the text of '{line.Id}' is not UTF-8; convert the file, for instance with iconv"
        : isTrn && line.Text.AsSpan().ContainsAny('{', '}')
            ? $"the text of '{line.Id}' has alternatives in braces, which are not scored; leave one wording"
        : TooLong(line.Text);
}
