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

    /// <summary>The score that the decoder gave it.</summary>
    public double Score { get; init; }

    /// <summary>What else it may have been, the likelier first; empty where nobody asked.</summary>
    public IReadOnlyList<ScoredText> Alternatives { get; init; } = [];
}

/// <summary>What may have been said.</summary>
/// <param name="Text">The words in one line; may be empty.</param>
/// <param name="Score">The score that the decoder gave it.</param>
public readonly record struct ScoredText(string Text, double Score);
