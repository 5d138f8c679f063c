using System.Globalization;
using AsrTrainer.Speech.Metrics;

namespace AsrTrainer.Reports;

/// <summary>What <c>asr compare</c> prints.</summary>
internal static class ComparisonReport
{
    /// <summary>Writes the report; <paramref name="changed"/> is how many utterances are shown.</summary>
    public static void Write(TextWriter output, ResultComparison comparison, string normalizerLabel, int changed)
    {
        WriteBoth(output, comparison);
        output.WriteLine($"difference    {Points(comparison.Difference)} points of WER, B less A{Interval(comparison)}");
        output.WriteLine(comparison.Resampled is { } resampled
            ? $"bootstrap     p = {Probability(resampled.TwoSidedP)} (paired, over "
                + $"{Figures.Count(comparison.Sampling.Units, Unit(comparison))}, {comparison.Sampling.Draws} draws)"
            : "bootstrap     takes two utterances at least");
        MatchedPairs matched = comparison.MatchedPairs;
        string test = matched.Z is { } z ? string.Create(CultureInfo.InvariantCulture, $", z = {z:F2}") : "";
        output.WriteLine(
            $"matched pairs p = {(matched.PValue is { } p ? Probability(p) : "unknown")} (MAPSSWE, "
            + $"{Figures.Count(matched.Segments, "segment")}{test})");
        int better = comparison.Pairs.Count(pair => pair.Second.Words.Errors < pair.First.Words.Errors);
        int worse = comparison.Pairs.Count(pair => pair.Second.Words.Errors > pair.First.Words.Errors);
        output.WriteLine($"utterances    B is better in {better}, worse in {worse}, as good in {comparison.Pairs.Count - better - worse}");
        output.WriteLine($"normaliser    {(normalizerLabel.Length == 0 ? "unknown" : normalizerLabel)}");
        foreach ((ScoredUtterance first, ScoredUtterance second) in comparison.ChangedMost(changed))
        {
            output.WriteLine();
            output.WriteLine(
                $"{first.Id}: {first.Words.Errors} > {Figures.Count(second.Words.Errors, "error")} in "
                + Figures.Count(first.Words.ReferenceLength, "word"));
            output.WriteLine("A");
            output.WriteLine(AlignmentText.Format(first.Reference, first.Hypothesis, EvaluationReport.AlignmentColumns));
            output.WriteLine("B");
            output.WriteLine(AlignmentText.Format(second.Reference, second.Hypothesis, EvaluationReport.AlignmentColumns));
        }
    }

    private static void WriteBoth(TextWriter output, ResultComparison comparison)
    {
        var table = new TextTable(
            column => column < 2, "", "result", "utterances", "words", "substituted", "deleted", "inserted", "errors", "WER", "CER",
            "sentences wrong");
        foreach ((string letter, ScoredSet set) in ((string, ScoredSet)[])[("A", comparison.First), ("B", comparison.Second)])
        {
            table.Add(
                letter, set.Name, $"{set.Utterances.Count}", $"{set.Words.ReferenceLength}", $"{set.Words.Substitutions}",
                $"{set.Words.Deletions}", $"{set.Words.Insertions}", $"{set.Words.Errors}", Figures.Percent(set.Words.Rate),
                Figures.Percent(set.Characters.Rate), Figures.Percent(set.SentenceErrorRate));
        }

        table.WriteTo(output);
    }

    private static string Unit(ResultComparison comparison) => comparison.Sampling.IsOverSpeakers ? "speaker" : "utterance";

    private static string Interval(ResultComparison comparison) => comparison.Resampled is { } resampled
        ? $" (95 %: {Points(resampled.Interval.Low)} to {Points(resampled.Interval.High)})"
        : "";

    private static string Points(double difference) =>
        (difference * 100).ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture);

    private static string Probability(double p) =>
        p < 0.0001 ? "below 0.0001" : p.ToString("F4", CultureInfo.InvariantCulture);
}
