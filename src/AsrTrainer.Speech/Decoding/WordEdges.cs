using AsrTrainer.Speech.Audio;

namespace AsrTrainer.Speech.Decoding;

/// <summary>
/// Puts the edges of words where sound begins and ends. A CTC path gives a character few frames, most often soon after it begins, and
/// nothing says how long it lasts: by the path alone words begin a little late and end much too early. So the audio between two words is
/// looked at. Where there is a pause, one word ends where the sound does, and the other starts where it begins again; where there is
/// none, they meet at the quietest moment between them. docs/alignment.md has the figures.
/// </summary>
public static class WordEdges
{
    /// <summary>Silence is a pause from this length on, in seconds: the closure of a plosive is shorter.</summary>
    public const double PauseSeconds = 0.1;

    // Decibels: silence lies so far below the loudest moment of the words beside it, or so little above the quietest parts of the audio.
    // Where these are not far enough below the words, the noise hides where words end, and the path has the say.
    private const float BelowWord = 40;
    private const float AboveNoise = 6;
    private const float LeastContrast = 15;

    // The share of a recording that is taken to be free of speech.
    private const double QuietShare = 0.01;

    // Seconds: how far sound belongs to a word, before its first frame and after its last.
    private const double LongestOnset = 0.3;
    private const double LongestTail = 0.6;

    /// <summary>The same words with their edges moved, and with them the outer edges of their first and last characters.</summary>
    /// <param name="words">In order and without overlap, as a path gives them.</param>
    /// <param name="levels">Of the audio in which they were found.</param>
    public static IReadOnlyList<TimedWord> AtSound(IReadOnlyList<TimedWord> words, SoundLevels levels)
    {
        ArgumentNullException.ThrowIfNull(words);
        ArgumentNullException.ThrowIfNull(levels);
        var noise = levels.Quantile(QuietShare);
        var starts = new double[words.Count + 1];
        var ends = new double[words.Count + 1];
        for (var i = 0; i <= words.Count; i++)
        {
            // The end of word i - 1 and the start of word i.
            (ends[i], starts[i]) = Between(i == 0 ? null : words[i - 1], i == words.Count ? null : words[i], levels, noise);
        }

        return [.. words.Select((word, i) => Moved(word, starts[i], ends[i + 1]))];
    }

    /// <summary>Where one word ends and the next starts; beyond the first and the last word there is none.</summary>
    private static (double End, double Start) Between(TimedWord? before, TimedWord? after, SoundLevels levels, float noise)
    {
        var loudest = Math.Min(Loudest(before, levels), Loudest(after, levels));
        if (noise + AboveNoise > loudest - LeastContrast)
        {
            return (before?.End ?? 0, after?.Start ?? 0);
        }

        // A character's frames may reach into the silence beside it, but something of it is heard, and of a word one block at least is left.
        var from = before is null ? 0 : 1 + Math.Max(levels.BlockAt(before.Characters[^1].Start), Middle(before, levels));
        var to = after is null ? levels.Count : Math.Min(levels.BlockAt(after.Characters[0].End) - 1, Middle(after, levels));
        var pauses = Pauses(levels, from, to, Math.Max(noise + AboveNoise, loudest - BelowWord));
        var (end, start) = pauses.Count > 0 ? (pauses[0].Start, pauses[^1].End) : Meeting(before, after, levels, to);
        return (
            before is null ? 0 : Math.Min(levels.Seconds(end), before.End + LongestTail),
            after is null ? 0 : Math.Max(levels.Seconds(start), after.Start - LongestOnset));
    }

    private static int Middle(TimedWord word, SoundLevels levels) => levels.BlockAt((word.Start + word.End) / 2);

    private static float Loudest(TimedWord? word, SoundLevels levels)
    {
        if (word is null)
        {
            return float.PositiveInfinity;
        }

        var start = levels.BlockAt(word.Start);
        var loudest = SoundLevels.Silence;
        for (var block = start; block < Math.Min(levels.Count, Math.Max(start + 3, levels.BlockAt(word.End))); block++)
        {
            loudest = Math.Max(loudest, levels[block]);
        }

        return loudest;
    }

    /// <summary>The silences between two blocks that are long enough, or are the beginning or the end of the audio.</summary>
    private static List<(int Start, int End)> Pauses(SoundLevels levels, int from, int to, float threshold)
    {
        List<(int Start, int End)> pauses = [];
        for (var block = from; block < to; block++)
        {
            var start = block;
            while (block < to && levels[block] < threshold)
            {
                block++;
            }

            var isLong = levels.Seconds(block) - levels.Seconds(start) > PauseSeconds - 1e-6;
            if (isLong || (block > start && (start == 0 || block == levels.Count)))
            {
                pauses.Add((start, block));
            }
        }

        return pauses;
    }

    private static (int End, int Start) Meeting(TimedWord? before, TimedWord? after, SoundLevels levels, int to)
    {
        if (before is null || after is null)
        {
            return (levels.Count, 0);
        }

        var quietest = levels.BlockAt(before.End);
        for (var block = quietest + 1; block < Math.Min(to, levels.BlockAt(after.Start) + 2); block++)
        {
            quietest = levels[block] < levels[quietest] ? block : quietest;
        }

        return (quietest, quietest);
    }

    private static TimedWord Moved(TimedWord word, double start, double end)
    {
        // Only in a frame that begins where the audio ends.
        if (end <= start)
        {
            return word;
        }

        TimedCharacter[] characters = [.. word.Characters];
        characters[0] = characters[0] with { Start = start };
        characters[^1] = characters[^1] with { End = end };
        return word with { Start = start, End = end, Characters = characters };
    }
}
