using AsrTrainer.Speech.Decoding;
using AsrTrainer.Speech.Transcripts;

namespace AsrTrainer.Reports;

/// <summary>
/// The forms in which <c>asr align</c> says when words are spoken: a table for people, and the forms of transcripts that have times.
/// </summary>
internal static class AlignmentFormat
{
    // Words between which more silence lies belong to different segments, in seconds.
    private const double SegmentPause = 0.5;

    private static readonly string[] WithoutTimes = ["txt", "trn"];

    /// <summary>All that there are, the default first.</summary>
    public static IReadOnlyList<TranscriptFormat> All { get; } =
    [
        new("table", ".txt", (transcript, _) => AlignmentTable.Of(transcript.Segments.SelectMany(segment => segment.Words))),
        .. TranscriptFormat.All.Where(format => !WithoutTimes.Contains(format.Name)),
    ];

    /// <summary>The form that a file's name ends in; the table for names that say nothing.</summary>
    public static TranscriptFormat OfFile(string? path) =>
        All.FirstOrDefault(format => path?.EndsWith(format.Extension, StringComparison.OrdinalIgnoreCase) == true) ?? All[0];

    /// <summary>Aligned words as a text in one of the forms.</summary>
    /// <param name="format">The form.</param>
    /// <param name="name">Of the recording.</param>
    /// <param name="words">At least one.</param>
    /// <param name="seconds">The length of the recording.</param>
    public static string Text(TranscriptFormat format, string name, IReadOnlyList<TimedWord> words, double seconds)
    {
        List<List<TimedWord>> segments = [];
        foreach (TimedWord word in words)
        {
            if (segments.Count == 0 || word.Start - segments[^1][^1].End >= SegmentPause)
            {
                segments.Add([]);
            }

            segments[^1].Add(word);
        }

        var transcript = new Transcript(name, seconds, [.. segments.Select(one => new TranscriptSegment(one))]) { ShowsCharacters = true };
        return format.Write(transcript, new SubtitleOptions());
    }
}
