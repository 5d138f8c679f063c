using AsrTrainer.Speech.Decoding;
using AsrTrainer.Speech.Transcripts;

namespace AsrTrainer.Speech.Tests.Transcripts;

/// <summary>Transcripts for the tests.</summary>
internal static class Spoken
{
    /// <summary>Two segments; the second begins after an hour.</summary>
    public static Transcript Example { get; } = new("a clip (1)", 3725.5,
    [
        Segment(("she", 0.5, 0.9, 0.99), ("said", 1, 1.25, 0.5)),
        Segment(("\"a<b\"", 3723.4564, 3724.0005, 1)),
    ]);

    public static Transcript Empty { get; } = new("none", 2, []);

    public static TranscriptSegment Segment(params (string Text, double Start, double End, double Confidence)[] words) =>
        new([.. words.Select(word => new TimedWord(word.Text, word.Start, word.End, word.Confidence, []))]);
}
