using System.Globalization;
using AsrTrainer.Speech.Corpora;
using AsrTrainer.Speech.Faults;
using AsrTrainer.Speech.Files;
using AsrTrainer.Speech.Metrics;
using CsvHelper;

namespace AsrTrainer.Reports;

/// <summary>Every scored utterance as a row of CSV, for spreadsheets and for comparing two models utterance by utterance.</summary>
internal static class UtteranceTable
{
    /// <summary>The usual name of the file.</summary>
    public const string Name = "utterances.csv";

    private static readonly string[] Header =
    [
        "set", "id", "audio", "seconds", "reference", "hypothesis",
        .. ErrorColumns.Words, .. ErrorColumns.Characters, "speaker", "normalizer",
    ];

    /// <summary>Writes the file whole or not at all.</summary>
    public static void Write(string path, ScoreReport report) => AtomicFile.Write(path, stream =>
    {
        using CsvWriter csv = CsvWriter.Create(stream, new CsvWriterOptions { NewLine = "\n" }, leaveOpen: true);
        csv.WriteRecord(Header);
        foreach (ScoredSet set in report.Sets.Select(one => one.Set))
        {
            foreach (ScoredUtterance one in set.Utterances)
            {
                csv.WriteRecord(
                [
                    set.Name, one.Id, one.Audio, one.Seconds?.ToString("F3", CultureInfo.InvariantCulture) ?? "", one.Reference,
                    one.Hypothesis, .. ErrorColumns.Of(one.Words), .. ErrorColumns.Of(one.Characters), one.Speaker ?? "",
                    report.Normalizer.Label,
                ]);
            }
        }
    });

    /// <summary>
    /// Reads such a file: the columns set, id, reference and hypothesis, and seconds, speaker and normalizer where it has them. Errors are
    /// counted anew; how many utterances were left out, the file does not say.
    /// </summary>
    /// <exception cref="UserFault">It cannot be read, is none, or names an utterance of a set twice.</exception>
    public static ScoredResult Read(string path)
    {
        var options = new CsvReaderOptions
        {
            Separator = ',',
            AllowLineBreaksInQuotes = false,
            TrackLineNumbers = true,
            MalformedData = CsvMalformedDataHandling.Throw,
            FieldCountMismatch = CsvFieldCountHandling.Throw,
        };
        try
        {
            using CsvReader csv = CsvReader.Create(CorpusFiles.OpenText(path), options);
            string[] header = csv.Headers.ToArray();
            int[] columns = [.. ((string[])["set", "id", "reference", "hypothesis", "speaker", "normalizer", "seconds"])
                .Select(name => Array.IndexOf(header, name))];
            if (columns[..4].Contains(-1))
            {
                throw Fault(path, "its columns set, id, reference and hypothesis are not all there");
            }

            Dictionary<string, List<ScoredUtterance>> sets = new(StringComparer.Ordinal);
            HashSet<(string Set, string Id)> seen = [];
            HashSet<string> normalizers = [];
            while (csv.Read())
            {
                string[] row = [.. columns.Select(column => column < 0 ? "" : csv.GetString(column))];
                string? problem = TranscriptFile.TooLong(row[2]) ?? TranscriptFile.TooLong(row[3])
                    ?? (row[6].Length == 0 || Seconds(row[6]) is not null ? null : $"its seconds are {row[6]}, no number from 0 up")
                    ?? (seen.Add((row[0], row[1])) ? null : $"utterance {row[1]} of {row[0]} stands there again");
                if (problem is not null)
                {
                    throw Fault(path, $"line {csv.LineNumber}: {problem}");
                }

                sets.TryAdd(row[0], []);
                ScoredUtterance scored = ScoredUtterance.Of(row[1], row[4].Length == 0 ? null : row[4], row[2], row[3]);
                sets[row[0]].Add(scored with { Seconds = Seconds(row[6]) });
                normalizers.Add(row[5]);
            }

            ScoredSet[] read = [.. sets.Select(set => new ScoredSet(set.Key, set.Value) { LeftOut = null })];
            return normalizers.Count < 2
                ? new ScoredResult(read, normalizers.FirstOrDefault(""))
                : throw Fault(path, $"its rows went through different normalisers: {string.Join(", ", normalizers)}");
        }
        catch (CsvFormatException problem)
        {
            throw Fault(path, problem.Message);
        }
    }

    private static double? Seconds(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds)
            && seconds >= 0 && double.IsFinite(seconds) ? seconds : null;

    private static UserFault Fault(string path, string problem) =>
        new(ExitCode.Data, $"{path} is no {Name} as asr eval writes it: {problem}; texts of other systems are given with --ref and --hyp");
}

/// <summary>Scores as they stand in a file.</summary>
/// <param name="Sets">The sets.</param>
/// <param name="NormalizerLabel">The label of the normaliser that all texts went through; empty where the file says nothing of it.</param>
internal sealed record ScoredResult(IReadOnlyList<ScoredSet> Sets, string NormalizerLabel);
