using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using AsrTrainer.Speech.Decoding;

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
        ["segments"] = new JsonArray(
            [.. transcript.Segments.Select((segment, index) => Segment(segment, index, transcript.ShowsCharacters))]),
    }.ToJsonString(Indented) + "\n";

    private static JsonObject Segment(TranscriptSegment segment, int index, bool showsCharacters)
    {
        var found = new JsonObject
        {
            ["id"] = index,
            ["start"] = Rounded(segment.Start),
            ["end"] = Rounded(segment.End),
            ["text"] = segment.Text,
            ["words"] = new JsonArray([.. segment.Words.Select(word => Word(word, showsCharacters))]),
        };
        if (segment.Alternatives.Count > 0)
        {
            found["score"] = Rounded(segment.Score);
            found["alternatives"] = new JsonArray([.. segment.Alternatives.Select(Alternative)]);
        }

        return found;
    }

    private static JsonObject Alternative(ScoredText one) => new() { ["text"] = one.Text, ["score"] = Rounded(one.Score) };

    private static JsonObject Word(TimedWord word, bool showsCharacters)
    {
        var members = Timed("word", word.Text, word.Start, word.End, word.Confidence);
        if (showsCharacters)
        {
            members["characters"] = new JsonArray(
                [.. word.Characters.Select(one => Timed("character", $"{one.Text}", one.Start, one.End, one.Confidence))]);
        }

        return members;
    }

    private static JsonObject Timed(string kind, string text, double start, double end, double confidence) => new()
    {
        [kind] = text,
        ["start"] = Rounded(start),
        ["end"] = Rounded(end),
        ["probability"] = Rounded(confidence),
    };

    private static double Rounded(double value) => Math.Round(value, 3, MidpointRounding.AwayFromZero);
}
