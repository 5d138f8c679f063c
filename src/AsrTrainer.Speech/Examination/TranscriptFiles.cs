using System.Text;
using AsrTrainer.Speech.Corpora;
using AsrTrainer.Speech.Faults;
using AsrTrainer.Speech.Files;

namespace AsrTrainer.Speech.Examination;

/// <summary>Looks for traces of other systems in the files that hold a corpus's transcripts. They are read all the same.</summary>
internal static class TranscriptFiles
{
    private const int BlockCharacters = 1 << 14;

    /// <summary>A warning for each file that begins with a byte-order mark, and for each with lines that end in CR LF.</summary>
    /// <param name="path">The corpus: a folder or a manifest.</param>
    /// <param name="name">Its name.</param>
    /// <param name="cancellation">Stops between two files.</param>
    public static IReadOnlyList<Finding> Examine(string path, string name, CancellationToken cancellation)
    {
        Finding[] findings = [];
        var files = CorpusFiles.Transcripts(path).AsParallel().AsOrdered().WithCancellation(cancellation);
        FirstFailure.Of(() => findings = [.. files.SelectMany(file => Examine(file, name))]);
        return findings;
    }

    private static IEnumerable<Finding> Examine(string file, string corpus)
    {
        var (hasMark, count, first) = CorpusFiles.Reading(file, () => Scan(file));
        if (hasMark)
        {
            yield return Of(FindingReason.ByteOrderMark, "line 1", "begins with a byte-order mark; write it as UTF-8, which needs none");
        }

        if (count > 0)
        {
            yield return Of(FindingReason.Crlf, $"line {first}", $"{count} lines end in CR LF, the first of them there; LF is enough");
        }

        Finding Of(FindingReason reason, string value, string detail) => new(Severity.Warning, reason, value, "", file, corpus, detail);
    }

    // Manifests can be too large for memory. The reader knows UTF-8 and UTF-16 as those of corpora do, and passes over the mark.
    private static (bool HasMark, long Count, long FirstLine) Scan(string file)
    {
        using var stream = OrdinaryFile.OpenRead(file);
        var hasMark = HasMark(stream);
        stream.Position = 0;
        using var text = new StreamReader(stream, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, BlockCharacters);
        var block = new char[BlockCharacters];
        long lines = 0, count = 0, first = 0;
        var last = '\0';
        for (int length; (length = text.Read(block)) > 0; last = block[length - 1])
        {
            for (var rest = block.AsSpan(0, length); rest.IndexOf('\n') is >= 0 and var end; rest = rest[(end + 1)..])
            {
                lines++;
                if ((end > 0 ? rest[end - 1] : last) == '\r')
                {
                    count++;
                    first = first == 0 ? lines : first;
                }

                last = '\n';
            }
        }

        return (hasMark, count, first);
    }

    private static bool HasMark(FileStream stream)
    {
        Span<byte> start = stackalloc byte[3];
        start = start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        return start.StartsWith(Encoding.UTF8.Preamble) || start.StartsWith(Encoding.Unicode.Preamble)
            || start.StartsWith(Encoding.BigEndianUnicode.Preamble);
    }
}
