using AsrTrainer.Speech.Decoding;

namespace AsrTrainer.Speech.Transcripts;

/// <summary>Lines of text that are shown together.</summary>
/// <param name="Start">From when, in seconds.</param>
/// <param name="End">Until when.</param>
/// <param name="Lines">The text.</param>
internal sealed record Subtitle(double Start, double End, IReadOnlyList<string> Lines)
{
    // Less cannot be read.
    private const double LeastSeconds = 1;

    /// <summary>
    /// A transcript in subtitles: every segment begins a new one, and fills as many as the limits ask for. One stays for a second at least
    /// if nothing follows it before.
    /// </summary>
    public static IEnumerable<Subtitle> Of(Transcript transcript, SubtitleOptions options)
    {
        Subtitle[] all = [.. Filled(transcript, options)];
        var least = Math.Min(LeastSeconds, options.MaxSeconds);
        return all.Select((one, i) => one with
        {
            End = Math.Max(one.End, Math.Min(one.Start + least, i + 1 < all.Length ? all[i + 1].Start : transcript.Duration)),
        });
    }

    private static IEnumerable<Subtitle> Filled(Transcript transcript, SubtitleOptions options)
    {
        foreach (var segment in transcript.Segments)
        {
            List<List<TimedWord>> lines = [[]];
            foreach (var word in segment.Words)
            {
                if (lines[0].Count > 0)
                {
                    var needsLine = !Fits(lines[^1], word, options);
                    if (word.End - lines[0][0].Start > options.MaxSeconds || (needsLine && lines.Count == options.MaxLineCount))
                    {
                        yield return Of(lines);
                        lines = [[]];
                    }
                    else if (needsLine)
                    {
                        lines.Add([]);
                    }
                }

                lines[^1].Add(word);
            }

            yield return Of(lines);
        }
    }

    private static bool Fits(List<TimedWord> line, TimedWord word, SubtitleOptions options) =>
        line.Count < options.MaxWordsPerLine
        && line.Sum(other => other.Text.Length + 1) + word.Text.Length <= options.MaxLineWidth;

    private static Subtitle Of(List<List<TimedWord>> lines) => new(
        lines[0][0].Start, lines[^1][^1].End, [.. lines.Select(line => string.Join(' ', line.Select(word => word.Text)))]);
}
