using System.Text;

namespace AsrTrainer.Speech.Transcripts;

/// <summary>Praat's annotations, in its long text form: tiers of segments, words and, where asked for, characters, each without gaps.</summary>
internal static class TextGrid
{
    public static string Of(Transcript transcript)
    {
        // Praat refuses a grid of no length.
        var end = Math.Max(transcript.Duration, 0.001);
        var text = new StringBuilder();
        text.Append("File type = \"ooTextFile\"\nObject class = \"TextGrid\"\n\n")
            .Append($"xmin = 0\nxmax = {Clock.Seconds(end)}\ntiers? <exists>\nsize = {(transcript.ShowsCharacters ? 3 : 2)}\nitem []:\n");
        Append(text, 1, "segments", end, transcript.Segments.Select(segment => (segment.Start, segment.End, segment.Text)));
        Append(
            text, 2, "words", end, transcript.Segments.SelectMany(segment => segment.Words).Select(word => (word.Start, word.End, word.Text)));
        if (transcript.ShowsCharacters)
        {
            var characters = transcript.Segments.SelectMany(segment => segment.Words).SelectMany(word => word.Characters);
            Append(text, 3, "characters", end, characters.Select(one => (one.Start, one.End, $"{one.Text}")));
        }

        return text.ToString();
    }

    private static void Append(
        StringBuilder text, int number, string name, double end, IEnumerable<(double Start, double End, string Text)> marks)
    {
        var intervals = Filled(marks, Clock.Milliseconds(end)).ToList();
        text.Append($"    item [{number}]:\n        class = \"IntervalTier\"\n        name = \"{name}\"\n")
            .Append($"        xmin = 0\n        xmax = {Clock.Seconds(end)}\n        intervals: size = {intervals.Count}\n");
        for (var i = 0; i < intervals.Count; i++)
        {
            text.Append($"        intervals [{i + 1}]:\n")
                .Append($"            xmin = {Clock.Seconds(intervals[i].Start / 1000.0)}\n")
                .Append($"            xmax = {Clock.Seconds(intervals[i].End / 1000.0)}\n")
                .Append($"            text = \"{intervals[i].Text.Replace("\"", "\"\"")}\"\n");
        }
    }

    // In milliseconds, with empty intervals between; a mark that is shorter than one is left out.
    private static IEnumerable<(long Start, long End, string Text)> Filled(
        IEnumerable<(double Start, double End, string Text)> marks, long end)
    {
        long at = 0;
        foreach (var mark in marks)
        {
            var start = Math.Max(at, Clock.Milliseconds(mark.Start));
            var stop = Math.Min(end, Clock.Milliseconds(mark.End));
            if (stop <= start)
            {
                continue;
            }

            if (start > at)
            {
                yield return (at, start, "");
            }

            yield return (start, stop, mark.Text);
            at = stop;
        }

        if (at < end)
        {
            yield return (at, end, "");
        }
    }
}
