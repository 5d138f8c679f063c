using AsrTrainer.Neural.Models;
using AsrTrainer.Speech.Decoding;
using AsrTrainer.Speech.Segmentation;
using AsrTrainer.Speech.Timing;
using AsrTrainer.Speech.Transcripts;

namespace AsrTrainer.Neural.Transcription;

/// <summary>Puts the windows of some audio together, one after another, and decodes each segment as one sequence.</summary>
/// <param name="recognition">Decodes.</param>
/// <param name="timing">How long a frame is.</param>
internal sealed class SegmentAssembly(Recognition recognition, FrameTiming timing)
{
    // Of a segment whose end is still to come.
    private LogProbs? heard;
    private SpeechWindow? last;
    private int lastFrames;
    private long start;

    /// <summary>Takes the next window; gives its segment if it ends it and there is a word in it.</summary>
    public TranscriptSegment? Add(SpeechWindow window, LogProbs logProbs)
    {
        var joined = Join(window, logProbs);
        start = heard is null ? window.FirstSample : start;
        if (!window.EndsSegment)
        {
            (heard, last, lastFrames) = (joined, window, logProbs.Frames);
            return null;
        }

        heard = null;
        return Decode(joined, start, window);
    }

    /// <summary>The segment if it ended with this window, which is not taken.</summary>
    public TranscriptSegment? Look(SpeechWindow window, LogProbs logProbs) =>
        Decode(Join(window, logProbs), heard is null ? window.FirstSample : start, window);

    private LogProbs Join(SpeechWindow window, LogProbs logProbs)
    {
        if (heard is null)
        {
            return logProbs;
        }

        // Windows of a segment begin whole frames apart.
        var step = (int)(window.FirstSample - last!.FirstSample) / (timing.HopSamples * timing.TimeStride);
        return heard.Join(logProbs, Math.Max(0, lastFrames - step));
    }

    private TranscriptSegment? Decode(LogProbs sequence, long first, SpeechWindow window)
    {
        var offset = timing.Seconds(first);
        var length = timing.Seconds(window.FirstSample + window.Samples.Length - first);
        var hypothesis = recognition.Decode(sequence.Values, sequence.Frames);
        var words = WordTimes.Of(hypothesis, timing, length);
        return words.Count == 0 ? null : new TranscriptSegment([.. words.Select(word => Later(word, offset))])
        {
            Score = hypothesis.Score,
            Alternatives = [.. hypothesis.Alternatives.Select(one => new ScoredText(OneLine(one.Text), one.Score))],
        };
    }

    private static string OneLine(string text) => string.Join(' ', text.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static TimedWord Later(TimedWord word, double offset) => word with
    {
        Start = word.Start + offset,
        End = word.End + offset,
        Characters =
        [
            .. word.Characters.Select(character => character with
            {
                Start = character.Start + offset,
                End = character.End + offset,
            }),
        ],
    };
}
