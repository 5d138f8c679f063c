using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using AsrTrainer.Neural.Evaluation;
using AsrTrainer.Speech.Decoding;
using AsrTrainer.Speech.Metrics;

namespace AsrTrainer.Reports;

/// <summary>Everything that <c>asr tune</c> found.</summary>
/// <param name="LanguageModel">The file of the language model.</param>
/// <param name="Hotwords">Files of hotwords, or hotwords.</param>
/// <param name="Beam">What was not tuned.</param>
/// <param name="Corpora">What was decoded.</param>
/// <param name="KnownShare">The share of the words of the references that the language model knows, 0 to 1.</param>
/// <param name="Greedy">Errors of greedy decoding.</param>
/// <param name="Alone">Errors of the beam without the language model.</param>
/// <param name="Points">What was tried, in order.</param>
/// <param name="Best">The best of it.</param>
internal sealed record TuningFindings(
    string LanguageModel, IReadOnlyList<string> Hotwords, BeamOptions Beam, IReadOnlyList<HeardCorpus> Corpora, double KnownShare,
    (ErrorCounts Words, ErrorCounts Characters) Greedy, (ErrorCounts Words, ErrorCounts Characters) Alone,
    IReadOnlyList<TuningPoint> Points, TuningPoint Best);

/// <summary>What <c>asr tune</c> prints. docs/decoding.md lists the keys of the JSON.</summary>
internal static class TuningReport
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>One point as a line of the table.</summary>
    public static string Line(TuningPoint point) => string.Create(
        CultureInfo.InvariantCulture, $"{point.Weight,9:0.###}{point.Bonus,9:0.###}   {Figures.Rates(point.Words, point.Characters)}");

    /// <summary>The table, without an end of line.</summary>
    public static string Table(TuningFindings findings)
    {
        var text = new StringBuilder();
        int utterances = findings.Corpora.Sum(corpus => corpus.Utterances.Count);
        double seconds = findings.Corpora.Sum(corpus => corpus.Seconds);
        text.Append($"{Figures.Count(utterances, "utterance")}, {Figures.AudioLength(seconds)} of audio; ");
        text.Append($"the language model knows {Figures.Percent(findings.KnownShare)} of their words\n\n");
        text.Append($"{"lm-weight",9}{"bonus",9}\n");
        foreach (TuningPoint point in findings.Points.OrderBy(point => point.Weight).ThenBy(point => point.Bonus))
        {
            text.Append($"{Line(point)}{(point == findings.Best ? "   best" : "")}\n");
        }

        text.Append($"\n{"greedy",-18}   {Figures.Rates(findings.Greedy.Words, findings.Greedy.Characters)}\n");
        text.Append($"{$"beam {findings.Beam.Width} alone",-18}   {Figures.Rates(findings.Alone.Words, findings.Alone.Characters)}\n");
        text.Append($"{"with the best",-18}   {Figures.Rates(findings.Best.Words, findings.Best.Characters)}\n\n");
        return text.Append(string.Join(' ', Options(findings).Select(Quoted))).ToString();
    }

    /// <summary>One JSON object, without an end of line.</summary>
    public static string Json(TuningFindings findings) => new JsonObject
    {
        ["corpora"] = new JsonArray([.. findings.Corpora.Select(corpus => new JsonObject
        {
            ["name"] = corpus.Name,
            ["utterances"] = corpus.Utterances.Count,
            ["seconds"] = Math.Round(corpus.Seconds, 3),
        })]),
        ["lm"] = findings.LanguageModel,
        ["beam"] = findings.Beam.Width,
        ["known_words_share"] = findings.KnownShare,
        ["greedy"] = Rates(findings.Greedy.Words, findings.Greedy.Characters),
        ["beam_alone"] = Rates(findings.Alone.Words, findings.Alone.Characters),
        ["best"] = Point(findings.Best),
        ["points"] = new JsonArray([.. findings.Points.Select(Point)]),
        ["options"] = new JsonArray([.. Options(findings).Select(one => JsonValue.Create(one))]),
    }.ToJsonString(Indented);

    // For asr eval and asr transcribe.
    private static IEnumerable<string> Options(TuningFindings findings)
    {
        string Number(double value) => value.ToString(CultureInfo.InvariantCulture);
        BeamOptions defaults = new();
        string[] options =
        [
            "--beam", Number(findings.Beam.Width), "--lm", findings.LanguageModel,
            "--lm-weight", Number(findings.Best.Weight), "--word-bonus", Number(findings.Best.Bonus),
        ];
        IEnumerable<string> penalty = findings.Beam.UnknownPenalty == defaults.UnknownPenalty
            ? [] : ["--unknown-penalty", Number(findings.Beam.UnknownPenalty)];
        IEnumerable<string> boost = findings.Beam.HotwordBoost == defaults.HotwordBoost
            ? [] : ["--hotword-boost", Number(findings.Beam.HotwordBoost)];
        return options.Concat(penalty).Concat(findings.Hotwords.SelectMany(one => new[] { "--hotwords", one })).Concat(boost);
    }

    // As a shell takes it for one word.
    private static string Quoted(string word) => word.All(one => char.IsLetterOrDigit(one) || "-_./,+=:@".Contains(one))
        ? word
        : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static JsonObject Point(TuningPoint point)
    {
        JsonObject rates = Rates(point.Words, point.Characters);
        rates.Insert(0, "lm_weight", point.Weight);
        rates.Insert(1, "word_bonus", point.Bonus);
        return rates;
    }

    private static JsonObject Rates(ErrorCounts words, ErrorCounts characters) => new()
    {
        ["wer"] = words.Rate,
        ["cer"] = characters.Rate,
        ["word_errors"] = words.Errors,
        ["character_errors"] = characters.Errors,
    };
}
