using AsrTrainer.Speech.Timing;

namespace AsrTrainer.Speech.Decoding;

/// <summary>Turns the frames of a hypothesis into seconds, word by word.</summary>
public static class WordTimes
{
    /// <summary>The words of a hypothesis.</summary>
    /// <param name="hypothesis">Its tokens stand for one character each; white space parts words.</param>
    /// <param name="timing">How long a frame is.</param>
    /// <param name="duration">The length of the audio, in seconds: the last frame may reach beyond it, a word does not.</param>
    public static IReadOnlyList<TimedWord> Of(Hypothesis hypothesis, FrameTiming timing, double duration)
    {
        ArgumentNullException.ThrowIfNull(hypothesis);
        ArgumentNullException.ThrowIfNull(timing);
        List<TimedWord> words = [];
        List<TimedCharacter> word = [];
        for (var i = 0; i <= hypothesis.Text.Length; i++)
        {
            if (i < hypothesis.Text.Length && !char.IsWhiteSpace(hypothesis.Text[i]))
            {
                word.Add(Timed(hypothesis.Text[i], hypothesis.Spans[i], timing, duration));
            }
            else if (word.Count > 0)
            {
                words.Add(Together(word));
                word = [];
            }
        }

        return words;
    }

    private static TimedCharacter Timed(char text, TokenSpan span, FrameTiming timing, double duration) => new(
        text,
        Math.Min(duration, timing.ModelFrameSeconds(span.FirstFrame)),
        Math.Min(duration, timing.ModelFrameSeconds(span.EndFrame)),
        span.Confidence);

    private static TimedWord Together(List<TimedCharacter> characters) => new(
        string.Concat(characters.Select(character => character.Text)),
        characters[0].Start,
        characters[^1].End,
        Math.Exp(characters.Average(character => Math.Log(character.Confidence))),
        characters);
}
