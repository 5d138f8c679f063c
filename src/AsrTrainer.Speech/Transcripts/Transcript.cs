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
    /// The likeliest texts for all of it, each in one line and different from the others. Segments are decoded one by one: the score of a
    /// whole is the sum of theirs.
    /// </summary>
    /// <param name="count">The most texts, 1 or more.</param>
    public IReadOnlyList<string> Best(int count)
    {
        List<ScoredText> best = [new ScoredText("", 0)];
        foreach (var segment in Segments)
        {
            ScoredText[] choices = [new ScoredText(segment.Text, segment.Score), .. segment.Alternatives];
            best =
            [
                .. best
                    .SelectMany(
                        _ => choices,
                        (before, next) => new ScoredText($"{before.Text} {next.Text}".Trim(), before.Score + next.Score))
                    .OrderByDescending(one => one.Score)
                    .DistinctBy(one => one.Text)
                    .Take(count),
            ];
        }

        return [.. best.Select(one => one.Text)];
    }
}
