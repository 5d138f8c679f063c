using System.Text.Json.Nodes;
using AsrTrainer.Speech.Metrics;

namespace AsrTrainer.Reports;

/// <summary>What <c>asr compare --json</c> prints. docs/evaluation.md lists the keys.</summary>
internal static class ComparisonJson
{
    /// <summary>One JSON object, without an end of line.</summary>
    public static string Of(ResultComparison comparison, string normalizerLabel, int changed) => EvaluationJson.Text(new JsonObject
    {
        ["normalizer"] = normalizerLabel.Length == 0 ? null : normalizerLabel,
        ["a"] = EvaluationJson.Set(comparison.First),
        ["b"] = EvaluationJson.Set(comparison.Second),
        ["difference"] = new JsonObject
        {
            ["wer"] = EvaluationJson.Rounded(comparison.Difference),
            ["interval"] = EvaluationJson.Interval(comparison.Resampled?.Interval),
        },
        ["bootstrap"] = Sampled(comparison),
        ["matched_pairs"] = new JsonObject
        {
            ["segments"] = comparison.MatchedPairs.Segments,
            ["mean_difference"] = EvaluationJson.Rounded(comparison.MatchedPairs.MeanDifference),
            ["z"] = comparison.MatchedPairs.Z,
            ["p"] = comparison.MatchedPairs.PValue,
        },
        ["changed"] = new JsonArray([.. comparison.ChangedMost(changed).Select(pair => new JsonObject
        {
            ["id"] = pair.First.Id,
            ["reference"] = pair.First.Reference,
            ["hypothesis_a"] = pair.First.Hypothesis,
            ["hypothesis_b"] = pair.Second.Hypothesis,
            ["errors_a"] = pair.First.Words.Errors,
            ["errors_b"] = pair.Second.Words.Errors,
        })]),
    });

    private static JsonObject Sampled(ResultComparison comparison)
    {
        JsonObject sampling = EvaluationJson.Sampling(comparison.Sampling);
        sampling["p"] = comparison.Resampled is { } resampled ? EvaluationJson.Rounded(resampled.TwoSidedP) : null;
        return sampling;
    }
}
