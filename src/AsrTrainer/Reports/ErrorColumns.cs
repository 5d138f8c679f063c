using System.Globalization;
using AsrTrainer.Speech.Metrics;

namespace AsrTrainer.Reports;

/// <summary>The columns that every table of scores has. Scripts rely on their names and order.</summary>
internal static class ErrorColumns
{
    public static IReadOnlyList<string> Words { get; } =
        ["words", "word_substitutions", "word_deletions", "word_insertions", "wer"];

    public static IReadOnlyList<string> Characters { get; } =
        ["characters", "character_substitutions", "character_deletions", "character_insertions", "cer"];

    /// <summary>Reference length, substitutions, deletions, insertions, and the rate as a share.</summary>
    public static IEnumerable<string> Of(ErrorCounts counts) =>
    [
        $"{counts.ReferenceLength}", $"{counts.Substitutions}", $"{counts.Deletions}", $"{counts.Insertions}", Share(counts.Rate),
    ];

    /// <summary>A share of one with four decimals.</summary>
    public static string Share(double value) => value.ToString("F4", CultureInfo.InvariantCulture);
}
