using AsrTrainer.Speech.Corpora;
using AsrTrainer.Speech.Faults;
using AsrTrainer.Speech.Files;

namespace AsrTrainer.Speech.Examination;

/// <summary>Looks for traces of other systems in the files that hold a corpus's transcripts. They are read all the same.</summary>
internal static class TranscriptFiles
{
    private const int BlockBytes = 1 << 16;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

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
            yield return Of(FindingReason.ByteOrderMark, "line 1", "begins with a byte-order mark, which a text in UTF-8 does not need");
        }

        if (count > 0)
        {
            yield return Of(FindingReason.Crlf, $"line {first}", $"{count} lines end in CR LF, the first of them there; LF is enough");
        }

        Finding Of(FindingReason reason, string value, string detail) => new(Severity.Warning, reason, value, "", file, corpus, detail);
    }

    // Manifests can be too large for memory.
    private static (bool HasMark, long Count, long FirstLine) Scan(string file)
    {
        using var stream = OrdinaryFile.OpenRead(file);
        var block = new byte[BlockBytes];
        var length = stream.ReadAtLeast(block, ByteOrderMark.Length, throwOnEndOfStream: false);
        var hasMark = block.AsSpan(0, length).StartsWith(ByteOrderMark);
        long lines = 0, count = 0, first = 0;
        for (byte last = 0; length > 0; length = stream.Read(block))
        {
            for (var rest = block.AsSpan(0, length); rest.IndexOf((byte)'\n') is >= 0 and var end; rest = rest[(end + 1)..])
            {
                lines++;
                if ((end > 0 ? rest[end - 1] : last) == '\r')
                {
                    count++;
                    first = first == 0 ? lines : first;
                }

                last = (byte)'\n';
            }

            last = block[length - 1];
        }

        return (hasMark, count, first);
    }
}
