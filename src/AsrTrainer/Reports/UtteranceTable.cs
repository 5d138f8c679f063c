using System.Globalization;
using AsrTrainer.Speech.Files;
using AsrTrainer.Speech.Metrics;
using CsvHelper;

namespace AsrTrainer.Reports;

/// <summary>Every scored utterance as a row of CSV, for spreadsheets and for comparing two models utterance by utterance.</summary>
internal static class UtteranceTable
{
    private static readonly string[] Header =
    [
        "set", "id", "audio", "seconds", "reference", "hypothesis",
        "words", "word_substitutions", "word_deletions", "word_insertions", "wer",
        "characters", "character_substitutions", "character_deletions", "character_insertions", "cer",
    ];

    /// <summary>Writes the file whole or not at all.</summary>
    public static void Write(string path, IEnumerable<ScoredSet> sets) => AtomicFile.Write(path, stream =>
    {
        using CsvWriter csv = CsvWriter.Create(stream, new CsvWriterOptions { NewLine = "\n" }, leaveOpen: true);
        csv.WriteRecord(Header);
        foreach (ScoredSet set in sets)
        {
            foreach (ScoredUtterance utterance in set.Utterances)
            {
                csv.WriteRecord(Row(set.Name, utterance));
            }
        }
    });

    private static string[] Row(string set, ScoredUtterance utterance) =>
    [
        set, utterance.Id, utterance.AudioPath, utterance.Seconds.ToString("F3", CultureInfo.InvariantCulture),
        utterance.Reference, utterance.Hypothesis, .. Counts(utterance.Words), .. Counts(utterance.Characters),
    ];

    private static IEnumerable<string> Counts(ErrorCounts counts) =>
    [
        $"{counts.ReferenceLength}", $"{counts.Substitutions}", $"{counts.Deletions}", $"{counts.Insertions}",
        counts.Rate.ToString("F4", CultureInfo.InvariantCulture),
    ];
}
