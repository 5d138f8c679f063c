using System.Globalization;
using AsrTrainer.Neural.Evaluation;
using AsrTrainer.Speech.Corpora;
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
        "words", "word_substitutions", "word_deletions", "word_insertions", "wer",
        "characters", "character_substitutions", "character_deletions", "character_insertions", "cer",
    ];

    /// <summary>Writes the file whole or not at all.</summary>
    public static void Write(string path, IEnumerable<EvaluationResult> sets) => AtomicFile.Write(path, stream =>
    {
        using CsvWriter csv = CsvWriter.Create(stream, new CsvWriterOptions { NewLine = "\n" }, leaveOpen: true);
        csv.WriteRecord(Header);
        foreach (EvaluationResult set in sets)
        {
            foreach (UtteranceResult result in set.Utterances)
            {
                csv.WriteRecord(Row(set.Name, result.Utterance, result));
            }
        }
    });

    private static string[] Row(string set, Utterance utterance, UtteranceResult result) =>
    [
        set, utterance.Id, utterance.AudioPath, utterance.Seconds.ToString("F3", CultureInfo.InvariantCulture),
        utterance.Transcript, result.Hypothesis, .. Counts(result.Words), .. Counts(result.Characters),
    ];

    private static IEnumerable<string> Counts(ErrorCounts counts) =>
    [
        $"{counts.ReferenceLength}", $"{counts.Substitutions}", $"{counts.Deletions}", $"{counts.Insertions}",
        counts.Rate.ToString("F4", CultureInfo.InvariantCulture),
    ];
}
