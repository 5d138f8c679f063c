using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using AsrTrainer.Speech.Metrics;
using AsrTrainer.Speech.Text;

namespace AsrTrainer.Reports;

/// <summary>What <c>asr eval --json</c> and <c>asr score --json</c> print, and report.json. docs/evaluation.md lists the keys.</summary>
internal static class EvaluationJson
{
    /// <summary>The usual name of the file.</summary>
    public const string Name = "report.json";

    // Letters as they are: the text goes to a file or a program, never into a web page.
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>One JSON object, without an end of line.</summary>
    public static string Of(ScoreReport report, int worst) => Text(new JsonObject
    {
        ["normalizer"] = Normalizer(report.Normalizer),
        ["decoder"] = report.Decoder?.Json,
        ["sets"] = new JsonArray([.. report.Sets.Select(one => Analysis(one, worst))]),
        ["total"] = WithIntervals(report.Total, report.Whole),
    });

    /// <summary>The text of an object.</summary>
    public static string Text(JsonObject root) => root.ToJsonString(Indented);

    /// <summary>Name and hash.</summary>
    public static JsonObject Normalizer(TranscriptNormalizer normalizer) => new()
    {
        ["name"] = normalizer.Name,
        ["sha256"] = normalizer.Fingerprint,
    };

    /// <summary>The counts and rates of a set.</summary>
    public static JsonObject Set(ScoredSet set) => new()
    {
        ["name"] = set.Name,
        ["utterances"] = set.Utterances.Count,
        ["left_out"] = set.LeftOut,
        ["seconds"] = set.Seconds is { } seconds ? Math.Round(seconds, 3) : null,
        ["words"] = Counts(set.Words),
        ["characters"] = Counts(set.Characters),
        ["sentences"] = new JsonObject { ["errors"] = set.SentenceErrors, ["rate"] = Rounded(set.SentenceErrorRate) },
    };

    /// <summary>How a set was drawn anew.</summary>
    public static JsonObject Sampling(Bootstrap sampling) => new()
    {
        ["over"] = sampling.IsOverSpeakers ? "speakers" : "utterances",
        ["units"] = sampling.Units,
        ["draws"] = sampling.Draws,
    };

    /// <summary>Both ends; null where there is none.</summary>
    public static JsonArray? Interval(RateInterval? interval) =>
        interval is { } known ? [Rounded(known.Low), Rounded(known.High)] : null;

    /// <summary>More digits than any test set is good for.</summary>
    public static double Rounded(double value) => Math.Round(value, 6);

    private static JsonObject WithIntervals(ScoredSet set, ScoreAnalysis one)
    {
        JsonObject root = Set(set);
        root["words"]!["interval"] = Interval(one.Words);
        root["characters"]!["interval"] = Interval(one.Characters);
        root["sentences"]!["interval"] = Interval(one.Sentences);
        root["bootstrap"] = Sampling(one.Sampling);
        return root;
    }

    private static JsonObject Analysis(ScoreAnalysis one, int worst)
    {
        JsonObject root = WithIntervals(one.Set, one);
        root["speakers"] = Sets(one.Speakers);
        root["by_words"] = Sets(one.ByWords);
        root["by_seconds"] = Sets(one.BySeconds);
        root["substitutions"] = Confused(one.Confusions.Substitutions);
        root["deletions"] = Confused(one.Confusions.Deletions);
        root["insertions"] = Confused(one.Confusions.Insertions);
        root["worst"] = new JsonArray([.. one.Set.Worst(worst).Select(Utterance)]);
        return root;
    }

    private static JsonObject Counts(ErrorCounts counts) => new()
    {
        ["reference"] = counts.ReferenceLength,
        ["substitutions"] = counts.Substitutions,
        ["deletions"] = counts.Deletions,
        ["insertions"] = counts.Insertions,
        ["errors"] = counts.Errors,
        ["rate"] = Rounded(counts.Rate),
    };

    private static JsonArray Sets(IEnumerable<ScoredSet> sets) => new([.. sets.Select(Set)]);

    private static JsonArray Confused(IEnumerable<Confusion> all) => new([.. all.Select(one => new JsonObject
    {
        ["reference"] = one.Reference,
        ["hypothesis"] = one.Hypothesis,
        ["count"] = one.Count,
    })]);

    private static JsonObject Utterance(ScoredUtterance one) => new()
    {
        ["id"] = one.Id,
        ["speaker"] = one.Speaker,
        ["reference"] = one.Reference,
        ["hypothesis"] = one.Hypothesis,
        ["alignment"] = AlignmentText.Format(one.Reference, one.Hypothesis),
        ["words"] = Counts(one.Words),
    };
}
