using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using AsrTrainer.Speech.Corpora;

namespace AsrTrainer.Reports;

/// <summary>What <c>asr data check --json</c> prints. docs/data-check.md lists the keys.</summary>
internal static class ExaminationJson
{
    // Letters as they are: the text goes to a file or a program, never into a web page.
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>One JSON object, without an end of line.</summary>
    public static string Of(IReadOnlyList<CheckedCorpus> corpora) => new JsonObject
    {
        ["usable"] = corpora.All(corpus => corpus.IsUsable),
        ["corpora"] = new JsonArray([.. corpora.Select(Corpus)]),
        ["findings"] = new JsonArray([.. FindingGroup.Of(corpora).Select(Group)]),
        ["unknown_characters"] = new JsonArray([.. FindingGroup.UnknownCharacters(corpora).Select(Character)]),
    }.ToJsonString(Indented);

    private static JsonObject Corpus(CheckedCorpus corpus) => new()
    {
        ["name"] = corpus.Name,
        ["usable"] = corpus.IsUsable,
        ["utterances"] = corpus.Utterances.Count,
        ["seconds"] = Math.Round(corpus.Seconds, 3),
        ["errors"] = corpus.Dropped.Count,
        ["left_out"] = corpus.LeftOut.Count,
        ["warnings"] = corpus.Warnings.Count,
    };

    private static JsonObject Group(FindingGroup group) => new()
    {
        ["severity"] = FindingReasons.NameOf(group.Example.Severity),
        ["reason"] = FindingReasons.NameOf(group.Example.Reason),
        ["count"] = group.Count,
        ["example"] = new JsonObject
        {
            ["utterance"] = group.Example.UtteranceId,
            ["path"] = group.Example.Path,
            ["corpus"] = group.Example.Corpus,
            ["value"] = group.Example.Value,
            ["detail"] = group.Example.Detail,
        },
    };

    private static JsonObject Character(UnknownCharacterOf one) => new()
    {
        ["character"] = one.Name,
        ["count"] = one.Count,
        ["corpus"] = one.Corpus,
        ["utterance"] = one.UtteranceId,
    };
}
