using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AsrTrainer.Speech.LanguageModels;

namespace AsrTrainer.Reports;

/// <summary>What the commands of <c>asr lm</c> print.</summary>
internal static class LanguageModelReport
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>The text that a model was made from, and its n-grams with their discounts.</summary>
    public static string Of(BuiltLanguageModel model)
    {
        var text = new StringBuilder();
        text.AppendLine(
            $"{Figures.Count(model.Sentences, "sentence")}, {Figures.Count(model.Words, "word")}, {model.UnknownWords} of them unknown "
            + $"({Figures.Percent((double)model.UnknownWords / model.Words)})");
        text.AppendLine("order     n-grams  discounts of counts 1, 2, 3 and more");
        foreach ((int index, int size) in model.Sizes.Index())
        {
            Discounts discounts = model.Discounts[index];
            text.AppendLine(CultureInfo.InvariantCulture, $"{index + 1,5}  {size,10}  {Discounts(discounts)}");
        }

        return text.ToString();
    }

    /// <summary>The n-grams of a model.</summary>
    public static string Sizes(IReadOnlyList<int> sizes)
    {
        var text = new StringBuilder("order     n-grams").AppendLine();
        foreach ((int index, int size) in sizes.Index())
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{index + 1,5}  {size,10}");
        }

        return text.ToString();
    }

    /// <summary>Where a model is, and how large.</summary>
    public static string Written(string path) =>
        string.Create(CultureInfo.InvariantCulture, $"model: {path} ({new FileInfo(path).Length / 1e6:0.0##} MB)");

    /// <summary>A perplexity as text.</summary>
    public static string Of(Perplexity found)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        string withUnknown = found.WithUnknown is { } number
            ? string.Create(culture, $"{number:F2}")
            : "none: the model has no probability for unknown words";
        return string.Create(culture, $"""
            sentences                     {found.Sentences}
            words                         {found.Words}
            unknown words                 {found.UnknownWords} ({Figures.Percent(found.UnknownShare)})
            log10 probability             {found.LogProbability:F3} (without unknown words)
            perplexity                    {found.WithoutUnknown:F2} (without unknown words, with ends of sentences)
            perplexity per word           {found.WithoutUnknownPerWord:F2} (ends of sentences predicted but not counted)
            perplexity with unknown words {withUnknown}
            """);
    }

    /// <summary>The same as JSON. docs/language-models.md says what each key means; scripts rely on them.</summary>
    public static string JsonOf(Perplexity found, TimeSpan opening) => new JsonObject
    {
        ["sentences"] = found.Sentences,
        ["words"] = found.Words,
        ["unknown_words"] = found.UnknownWords,
        ["unknown_share"] = found.UnknownShare,
        ["log10_probability"] = found.LogProbability,
        ["perplexity"] = Finite(found.WithoutUnknown),
        ["perplexity_per_word"] = Finite(found.WithoutUnknownPerWord),
        ["perplexity_with_unknown"] = found.WithUnknown is { } number ? Finite(number) : null,
        ["opening_seconds"] = opening.TotalSeconds,
    }.ToJsonString(Indented);

    private static string Discounts(Discounts found) => string.Create(
        CultureInfo.InvariantCulture,
        $"{found.One:F4} {found.Two:F4} {found.More:F4}{(found.AreEstimated ? "" : " (too little text to estimate them)")}");

    // JSON has no number for what is none.
    private static JsonNode? Finite(double number) => double.IsFinite(number) ? JsonValue.Create(number) : null;
}
