namespace AsrTrainer.Speech.Transcripts;

/// <summary>What is said in some audio.</summary>
/// <param name="Name">How formats that name the audio call it.</param>
/// <param name="Duration">Its length in seconds.</param>
/// <param name="Segments">What is said between its pauses, in order; none is empty.</param>
public sealed record Transcript(string Name, double Duration, IReadOnlyList<TranscriptSegment> Segments)
{
    /// <summary>Whether the formats that have room for it also tell where each character of a word is: JSON and TextGrid.</summary>
    public bool ShowsCharacters { get; init; }

    /// <summary>All of it in one line.</summary>
    public string Text => string.Join(' ', Segments.Select(segment => segment.Text));
}
