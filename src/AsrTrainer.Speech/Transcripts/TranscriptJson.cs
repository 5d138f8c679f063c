using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AsrTrainer.Speech.Transcripts;

/// <summary>A transcript as JSON, with whisper's keys where it has them; docs/transcription.md lists them.</summary>
internal static class TranscriptJson
{
    // Letters as they are: the text goes to a file or a program, never into a web page.
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Of(Transcript transcript) => new JsonObject
    {
        ["name"] = transcript.Name,
        ["duration"] = Rounded(transcript.Duration),
        ["text"] = transcript.Text,
        ["segments"] = new JsonArray([.. transcript.Segments.Select(Segment)]),
    }.ToJsonString(Indented) + "\n";

    private static JsonObject Segment(TranscriptSegment segment, int index)
    {
        var found = new JsonObject
        {
            ["id"] = index,
            ["start"] = Rounded(segment.Start),
            ["end"] = Rounded(segment.End),
            ["text"] = segment.Text,
            ["words"] = new JsonArray(
            [
                .. segment.Words.Select(word => new JsonObject
                {
                    ["word"] = word.Text,
                    ["start"] = Rounded(word.Start),
                    ["end"] = Rounded(word.End),
                    ["probability"] = Rounded(word.Confidence),
                }),
            ]),
        };
        if (segment.Alternatives.Count > 0)
        {
            found["score"] = Rounded(segment.Score);
            found["alternatives"] = new JsonArray([.. segment.Alternatives.Select(Alternative)]);
        }

        return found;
    }

    private static JsonObject Alternative(ScoredText one) => new() { ["text"] = one.Text, ["score"] = Rounded(one.Score) };

    private static double Rounded(double value) => Math.Round(value, 3, MidpointRounding.AwayFromZero);
}
