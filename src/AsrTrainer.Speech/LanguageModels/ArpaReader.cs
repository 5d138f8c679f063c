using System.Globalization;
using AsrTrainer.Speech.Faults;
using AsrTrainer.Speech.Text;

namespace AsrTrainer.Speech.LanguageModels;

/// <summary>
/// Reads models in ARPA form as SRILM, KenLM and IRSTLM write it: fields apart by tabs or spaces, weights of backing off left out where
/// they are 1, lines that end as on Windows, the unknown word as <c>&lt;unk&gt;</c>, <c>&lt;UNK&gt;</c> or not at all, anything before
/// <c>\data\</c>.
/// </summary>
internal sealed class ArpaReader : IDisposable
{
    // What counts as certain for want of digits; IRSTLM writes such.
    private const float MostProbability = 0.01f;
    private const long MostCount = int.MaxValue;

    private readonly string path;
    private readonly TranscriptNormalizer? normalizer;
    private readonly ArpaLines lines;

    private ArpaReader(FileStream file, string path, TranscriptNormalizer? normalizer)
    {
        this.path = path;
        this.normalizer = normalizer;
        lines = new ArpaLines(file, path);
    }

    /// <summary>Reads a model.</summary>
    /// <param name="file">The file, plain or gzip.</param>
    /// <param name="path">Its name in messages.</param>
    /// <param name="normalizer">What the words pass through, or null.</param>
    /// <exception cref="UserFault">It is no ARPA file, or has faults; most of them are named with their line.</exception>
    public static NGramSet Read(FileStream file, string path, TranscriptNormalizer? normalizer = null)
    {
        using var reader = new ArpaReader(file, path, normalizer);
        return reader.Read();
    }

    /// <inheritdoc/>
    public void Dispose() => lines.Dispose();

    private NGramSet Read()
    {
        SkipToData();
        var counts = ReadCounts(out var heading);
        var set = new NGramSet(counts.Count, new WordTable());
        for (var order = 1; order <= counts.Count; order++)
        {
            Expect($"\\{order}-grams:", heading);
            for (var number = 0L; number < counts[order - 1]; number++)
            {
                ReadNGram(set, order, number, counts[order - 1]);
            }

            heading = NextLine($"the end of the {order}-grams").ToString();
        }

        Expect("\\end\\", heading);
        foreach (var needed in (string[])[WordTable.Start, WordTable.End])
        {
            if (set.Words.Find(needed) < 0)
            {
                throw new UserFault(
                    ExitCode.Model,
                    $"{path}: the word {needed} is not in the model; make it from text with marks at the ends of sentences");
            }
        }

        set.Complete();
        return set;
    }

    private void SkipToData()
    {
        while (lines.TryRead(out var line))
        {
            var text = line.TrimStart('\uFEFF').Trim(" \t");
            if (text is "\\data\\")
            {
                return;
            }

            if (text is "iARPA")
            {
                throw lines.Fault(
                    "says iARPA, IRSTLM's form of its own without probabilities of shorter n-grams; convert it with "
                    + "`compile-lm --text=yes IN OUT`");
            }

            // The first lines of quantised and binary models of IRSTLM and KenLM.
            if (text.StartsWith("qARPA") || text.StartsWith("blmt") || text.StartsWith("mmap lm ") || text.Contains('\0'))
            {
                break;
            }
        }

        throw new UserFault(
            ExitCode.Model,
            $"{path}: no ARPA file: it has no line \\data\\; binary and quantised models of other programs cannot be read: give the ARPA "
            + "file that they were made from");
    }

    // Also gives the line after the counts, the heading of the 1-grams.
    private List<long> ReadCounts(out string heading)
    {
        var counts = new List<long>();
        const string Expected = "the counts of n-grams";
        var line = NextLine(Expected);
        for (; line.StartsWith("ngram "); line = NextLine(Expected))
        {
            var text = line["ngram ".Length..];
            var equals = text.IndexOf('=');
            if (equals < 0
                || !int.TryParse(text[..equals].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var order)
                || !long.TryParse(text[(equals + 1)..].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            {
                throw lines.Fault($"is \"{line}\"; expected a count such as ngram 2=1000");
            }

            if (order != counts.Count + 1 || order > NGramSet.MostOrder)
            {
                throw lines.Fault($"counts {order}-grams; orders must follow each other from 1, up to {NGramSet.MostOrder} at most");
            }

            counts.Add(count <= MostCount ? count : throw lines.Fault($"counts {count} n-grams; at most {MostCount} can be read"));
        }

        // The shortest line has a digit, a tab, words of a letter each with a space between, and an end.
        if (counts.Select((count, place) => count * (2 * place + 4)).Sum() > lines.MostBytes)
        {
            throw new UserFault(
                ExitCode.Model, $"{path}: has not enough bytes for the {counts.Sum()} n-grams that it counts: it is damaged or cut off");
        }

        heading = line.ToString();
        return counts.Count > 0 ? counts : throw lines.Fault($"is \"{heading}\"; expected a count such as ngram 1=1000");
    }

    private void ReadNGram(NGramSet set, int order, long number, long count)
    {
        var line = NextLine($"{order}-gram {number + 1} of {count}");
        Span<Range> fields = stackalloc Range[NGramSet.MostOrder + 3];
        var found = line.SplitAny(fields[..(order + 3)], " \t", StringSplitOptions.RemoveEmptyEntries);
        if (found != order + 1 && found != order + 2)
        {
            throw lines.Fault(
                line.StartsWith('\\')
                    ? $"is \"{line}\", but {count} {order}-grams are counted and only {number} are there: the file is damaged or cut off"
                    : $"has {(found > order + 2 ? "too many" : "too few")} fields: expected a logarithm, {order} "
                    + $"{(order == 1 ? "word" : "words")} and perhaps the logarithm of a weight");
        }

        Span<int> words = stackalloc int[order];
        for (var i = 0; i < order; i++)
        {
            words[i] = ReadWord(set.Words, line[fields[i + 1]], order);
        }

        var probability = ReadLogarithm(line[fields[0]]);
        if (probability > MostProbability)
        {
            throw lines.Fault($"has the probability 10^{line[fields[0]]}, which is more than 1; make the model again");
        }

        var backoff = found == order + 2 ? ReadLogarithm(line[fields[order + 1]]) : 0;
        if (!set.TryAdd(words, Math.Min(probability, 0), order < set.Order ? backoff : 0))
        {
            throw lines.Fault("has an n-gram that was there before; each must stand once");
        }
    }

    private int ReadWord(WordTable words, ReadOnlySpan<char> written, int order)
    {
        var word = written is "<UNK>" ? WordTable.Unknown : normalizer is null ? written : normalizer.Normalize(written.ToString());
        if (order == 1)
        {
            return words.Add(word, out var added) is var number && added ? number : throw lines.Fault(
                normalizer is null
                    ? $"has the word {word}, which was there before; each must stand once"
                    : $"has the word {written}, which after {normalizer.Name} is {word}, as the word of an earlier line is: the n-grams of "
                    + "two words cannot become those of one; make the model anew from its text, with `asr lm build`");
        }

        return words.Find(word) is var known && known >= 0
            ? known
            : throw lines.Fault($"has the word {word}, which is not among the 1-grams; the file is damaged or was put together wrongly");
    }

    private float ReadLogarithm(ReadOnlySpan<char> text)
    {
        if (text.Equals("-inf", StringComparison.OrdinalIgnoreCase))
        {
            return NGramSet.Impossible;
        }

        return float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && float.IsFinite(value)
            ? value
            : throw lines.Fault($"has \"{text}\" where a decimal logarithm is expected, such as -1.5");
    }

    // The next line that is not blank.
    private ReadOnlySpan<char> NextLine(string expected)
    {
        while (lines.TryRead(out var line))
        {
            if (line.Trim(" \t") is var text && text.Length > 0)
            {
                return text;
            }
        }

        throw new UserFault(ExitCode.Model, $"{path}: ends after line {lines.Number}, where {expected} should stand: it is cut off");
    }

    private void Expect(string expected, string found)
    {
        if (found != expected)
        {
            throw lines.Fault($"is \"{found}\"; expected {expected}");
        }
    }
}
