using System.Text.Json.Nodes;
using AsrTrainer.Speech.Metrics;
using AsrTrainer.Speech.Text;

namespace AsrTrainer.Reports;

/// <summary>What <c>asr compare --json</c> prints. docs/evaluation.md lists the keys.</summary>
internal static class ComparisonJson
{
    /// <summary>One JSON object, without an end of line.</summary>
    public static string Of(ResultComparison comparison, string normalizerLabel, int changed) => EvaluationJson.Text(new JsonObject
    {
        ["normalizer"] = Normalizer(normalizerLabel),
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

    // As in a report; of a normaliser of another version only the beginning of the hash is known.
    private static JsonObject? Normalizer(string label)
    {
        TranscriptNormalizer[] present = [TranscriptNormalizer.LowerCase, TranscriptNormalizer.KeepCase];
        if (present.FirstOrDefault(one => one.Label == label) is { } normalizer)
        {
            return EvaluationJson.Normalizer(normalizer);
        }

        string[] parts = label.Split(" sha256:", 2);
        return label.Length == 0 ? null : new JsonObject { ["name"] = parts[0], ["sha256"] = parts.Length > 1 ? parts[1] : null };
    }

    private static JsonObject Sampled(ResultComparison comparison)
    {
        JsonObject sampling = EvaluationJson.Sampling(comparison.Sampling);
        sampling["p"] = comparison.Resampled is { } resampled ? EvaluationJson.Rounded(resampled.TwoSidedP) : null;
        return sampling;
    }
}
