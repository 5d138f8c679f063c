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

    /// <summary>
    /// What else it may be: the second of each segment's texts together, then the third, and so on; a segment without one keeps its text.
    /// </summary>
    public IEnumerable<string> Alternatives => Enumerable
        .Range(0, Segments.Select(segment => segment.Alternatives.Count).DefaultIfEmpty(0).Max())
        .Select(rank => string.Join(' ', Segments.Select(segment => segment.Alternatives.ElementAtOrDefault(rank) ?? segment.Text)));
}
