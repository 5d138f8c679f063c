using AsrTrainer.Neural.Models;
using AsrTrainer.Speech.Audio;
using AsrTrainer.Speech.Decoding;
using AsrTrainer.Speech.Segmentation;
using AsrTrainer.Speech.Timing;
using AsrTrainer.Speech.Transcripts;

namespace AsrTrainer.Neural.Transcription;

/// <summary>
/// Puts the windows of some audio together, one after another, and decodes each segment as one sequence. Speech that goes on for long
/// without a pause is cut between two words, so that its text does not wait for its end and no text is decoded again and again.
/// </summary>
/// <param name="recognition">Decodes.</param>
/// <param name="timing">How long a frame is.</param>
internal sealed class SegmentAssembly(Recognition recognition, FrameTiming timing)
{
    // In seconds: what is heard of a segment is cut once it is so long, in its last seconds but for those that the next window has too.
    private const double Longest = 30;
    private const double CutWithin = 20;
    private const double StillHeard = 5;

    // Of a segment whose end is still to come.
    private readonly List<float> samples = [];
    private LogProbs? heard;
    private SpeechWindow? last;
    private int lastFrames;
    private long start;

    private int FrameSamples => timing.HopSamples * timing.TimeStride;

    /// <summary>Takes the next window; gives the segment that ends with it or in it if there is a word in that.</summary>
    public TranscriptSegment? Add(SpeechWindow window, LogProbs logProbs)
    {
        var joined = Join(window, logProbs);
        start = heard is null ? window.FirstSample : start;
        samples.AddRange(window.Samples.AsSpan(heard is null ? 0 : window.OverlapSamples));
        if (window.EndsSegment)
        {
            heard = null;
            return Decode(joined, samples.Count);
        }

        (heard, last, lastFrames) = (joined, window, logProbs.Frames);
        return joined.Frames >= InFrames(Longest) ? CutOff(joined) : null;
    }

    /// <summary>The text of the segment if it ended with this window, which is not taken.</summary>
    public string Look(SpeechWindow window, LogProbs logProbs)
    {
        var joined = Join(window, logProbs);
        return OneLine(recognition.Decode(joined.Values, joined.Frames).Text);
    }

    private TranscriptSegment? CutOff(LogProbs whole)
    {
        var cut = BetweenWords(whole, whole.Frames - InFrames(CutWithin), whole.Frames - InFrames(StillHeard));
        heard = whole[cut..];
        return Decode(whole[..cut], cut * FrameSamples);
    }

    // The middle of the longest time between two words that has it among these frames; where there is none, of the frames.
    private int BetweenWords(LogProbs sequence, int from, int to)
    {
        var hypothesis = recognition.Decode(sequence.Values, sequence.Frames);
        var (cut, longest) = ((from + to) / 2, 0);
        var before = -1;
        for (var i = 0; i < hypothesis.Text.Length; i++)
        {
            if (char.IsWhiteSpace(hypothesis.Text[i]))
            {
                continue;
            }

            var span = hypothesis.Spans[i];
            var middle = (before + span.FirstFrame) / 2;
            if (before >= 0 && char.IsWhiteSpace(hypothesis.Text[i - 1]) && span.FirstFrame - before > longest
                && middle >= from && middle < to)
            {
                (cut, longest) = (middle, span.FirstFrame - before);
            }

            before = span.EndFrame;
        }

        return cut;
    }

    private LogProbs Join(SpeechWindow window, LogProbs logProbs)
    {
        if (heard is null)
        {
            return logProbs;
        }

        // Windows of a segment begin whole frames apart.
        var step = (int)(window.FirstSample - last!.FirstSample) / FrameSamples;
        return heard.Join(logProbs, Math.Max(0, lastFrames - step));
    }

    private int InFrames(double seconds) => (int)(seconds * timing.SampleRate / FrameSamples);

    // What was heard in the first samples, which are behind then.
    private TranscriptSegment? Decode(LogProbs sequence, int count)
    {
        var levels = SoundLevels.Of(new AudioSignal([.. samples[..count]], timing.SampleRate));
        var offset = timing.Seconds(start);
        samples.RemoveRange(0, count);
        start += count;
        var hypothesis = recognition.Decode(sequence.Values, sequence.Frames);
        var words = WordEdges.AtSound(WordTimes.Of(hypothesis, timing, timing.Seconds(count)), levels);
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
