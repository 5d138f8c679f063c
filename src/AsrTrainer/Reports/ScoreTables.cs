using System.Globalization;
using AsrTrainer.Speech.Files;
using AsrTrainer.Speech.Metrics;
using CsvHelper;

namespace AsrTrainer.Reports;

/// <summary>Sets, speakers, lengths and confusions as CSV. docs/evaluation.md lists the columns.</summary>
internal static class ScoreTables
{
    /// <summary>The files.</summary>
    public static IReadOnlyList<string> Names { get; } = ["sets.csv", "speakers.csv", "lengths.csv", "confusions.csv"];

    private static readonly string[] CountColumns =
    [
        "utterances", "sentence_errors", "ser", .. ErrorColumns.Words, .. ErrorColumns.Characters,
    ];

    /// <summary>Writes sets.csv, speakers.csv, lengths.csv and confusions.csv, each whole or not at all.</summary>
    public static void Write(string folder, ScoreReport report)
    {
        string label = report.Normalizer.Label;
        Write(
            Path.Combine(folder, "sets.csv"),
            [
                "set", "left_out", "seconds", .. CountColumns, "wer_low", "wer_high", "cer_low", "cer_high", "ser_low", "ser_high",
                "bootstrap", "normalizer",
            ],
            report.Sets.Select(one => (string[])
            [
                one.Set.Name, $"{one.Set.LeftOut}", one.Set.Seconds?.ToString("F3", CultureInfo.InvariantCulture) ?? "",
                .. Counts(one.Set), .. Ends(one.Words), .. Ends(one.Characters), .. Ends(one.Sentences),
                one.Sampling.IsOverSpeakers ? "speakers" : "utterances", label,
            ]));
        Write(
            Path.Combine(folder, "speakers.csv"),
            ["set", "speaker", .. CountColumns, "normalizer"],
            report.Sets.SelectMany(one => one.Speakers.Select(speaker => (string[])
                [one.Set.Name, speaker.Name, .. Counts(speaker), label])));
        Write(
            Path.Combine(folder, "lengths.csv"),
            ["set", "by", "length", .. CountColumns, "normalizer"],
            report.Sets.SelectMany(one => Lengths(one, "words", one.ByWords, label).Concat(Lengths(one, "seconds", one.BySeconds, label))));
        Write(
            Path.Combine(folder, "confusions.csv"),
            ["set", "kind", "reference", "hypothesis", "count", "normalizer"],
            report.Sets.SelectMany(one =>
                Confused(one, "substitution", one.Confusions.Substitutions, label)
                    .Concat(Confused(one, "deletion", one.Confusions.Deletions, label))
                    .Concat(Confused(one, "insertion", one.Confusions.Insertions, label))));
    }

    private static IEnumerable<string[]> Lengths(ScoreAnalysis one, string by, IReadOnlyList<ScoredSet> groups, string label) =>
        groups.Select(group => (string[])[one.Set.Name, by, group.Name, .. Counts(group), label]);

    private static IEnumerable<string[]> Confused(ScoreAnalysis one, string kind, IReadOnlyList<Confusion> all, string label) =>
        all.Select(confusion => (string[])[one.Set.Name, kind, confusion.Reference, confusion.Hypothesis, $"{confusion.Count}", label]);

    private static IEnumerable<string> Counts(ScoredSet set) =>
    [
        $"{set.Utterances.Count}", $"{set.SentenceErrors}", ErrorColumns.Share(set.SentenceErrorRate),
        .. ErrorColumns.Of(set.Words), .. ErrorColumns.Of(set.Characters),
    ];

    private static IEnumerable<string> Ends(RateInterval? interval) =>
        interval is { } known ? [ErrorColumns.Share(known.Low), ErrorColumns.Share(known.High)] : ["", ""];

    private static void Write(string path, string[] header, IEnumerable<string[]> rows) => AtomicFile.Write(path, stream =>
    {
        using CsvWriter csv = CsvWriter.Create(stream, new CsvWriterOptions { NewLine = "\n" }, leaveOpen: true);
        csv.WriteRecord(header);
        foreach (string[] row in rows)
        {
            csv.WriteRecord(row);
        }
    });
}
