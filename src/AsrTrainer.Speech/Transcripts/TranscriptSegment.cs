using AsrTrainer.Speech.Decoding;

namespace AsrTrainer.Speech.Transcripts;

/// <summary>What is said without a pause.</summary>
/// <param name="Words">Its words, one at least, in seconds from the start of the audio.</param>
public sealed record TranscriptSegment(IReadOnlyList<TimedWord> Words)
{
    /// <summary>Where its first word begins, in seconds.</summary>
    public double Start => Words[0].Start;

    /// <summary>Where its last word ends, in seconds.</summary>
    public double End => Words[^1].End;

    /// <summary>The words in one line.</summary>
    public string Text => string.Join(' ', Words.Select(word => word.Text));
}
