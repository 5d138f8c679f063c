using System.Globalization;
using System.Text.Json.Nodes;
using AsrTrainer.Speech.Decoding;

namespace AsrTrainer.Reports;

/// <summary>How texts were found: without that, two error rates of one model cannot be compared.</summary>
/// <param name="Beam">The options of a beam search; null for greedy decoding.</param>
/// <param name="LanguageModel">The file of its language model and that file's SHA-256 in hexadecimal; null for none.</param>
/// <param name="Hotwords">Files of hotwords, or hotwords.</param>
internal sealed record DecoderFacts(BeamOptions? Beam, (string Path, string Sha256)? LanguageModel, IReadOnlyList<string> Hotwords)
{
    private const int DigitsShown = 12;

    /// <summary>In a line.</summary>
    public string Label
    {
        get
        {
            if (Beam is null)
            {
                return "greedy";
            }

            string model = LanguageModel is { } known
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $", language model {known.Path} sha256:{known.Sha256[..DigitsShown]}, weight {Beam.LanguageModelWeight}, "
                    + $"unknown penalty {Beam.UnknownPenalty}")
                : "";
            string hotwords = Hotwords.Count > 0
                ? string.Create(CultureInfo.InvariantCulture, $", hotwords {string.Join(" and ", Hotwords)}, boost {Beam.HotwordBoost}")
                : "";
            return string.Create(CultureInfo.InvariantCulture, $"beam {Beam.Width}{model}, word bonus {Beam.WordBonus}{hotwords}");
        }
    }

    /// <summary>With the names of the options; what has no effect is null.</summary>
    public JsonObject Json => new()
    {
        ["name"] = Beam is null ? "greedy" : "beam",
        ["beam"] = Beam?.Width,
        ["lm"] = LanguageModel?.Path,
        ["lm_sha256"] = LanguageModel?.Sha256,
        ["lm_weight"] = LanguageModel is null ? null : Beam?.LanguageModelWeight,
        ["word_bonus"] = Beam?.WordBonus,
        ["unknown_penalty"] = LanguageModel is null ? null : Beam?.UnknownPenalty,
        ["hotwords"] = new JsonArray([.. Hotwords.Select(one => JsonValue.Create(one))]),
        ["hotword_boost"] = Hotwords.Count == 0 ? null : Beam?.HotwordBoost,
    };
}
