using System.Runtime.InteropServices;
using AsrTrainer.Neural.Models;
using AsrTrainer.Speech.Segmentation;

namespace AsrTrainer.Neural.Transcription;

/// <summary>
/// What a model hears in audio of any length, in bounded memory: each segment alone, cut at the pauses, and alone what lies between two
/// of them. A model that hears across a long pause may write down the first letter of what follows before the pause, where
/// an alignment would believe it.
/// </summary>
public sealed class SegmentedLogProbs
{
    // Below -75 dB beside full scale nothing is heard; blank, as sure as any model ever is.
    private const float Inaudible = 1.78e-4f;
    private const float Never = -23;

    // In seconds, less than transcription asks for: no word is lost here, whatever it is cut off from.
    private const double Pause = 0.3;

    private readonly int frameSamples;
    private readonly int vocabulary;
    private readonly int longest;
    private readonly WindowedLogProbs windows;
    private readonly SpeechSegmenter segmenter;

    // Samples that are still to be heard, from a place that is a whole number of frames.
    private readonly List<float> waiting = [];
    private long first;
    private bool ended;

    /// <param name="recognition">The model.</param>
    /// <param name="vocabulary">V, the blank among them.</param>
    public SegmentedLogProbs(Recognition recognition, int vocabulary)
    {
        ArgumentNullException.ThrowIfNull(recognition);
        this.vocabulary = vocabulary;
        frameSamples = recognition.Timing.HopSamples * recognition.Timing.TimeStride;
        windows = new WindowedLogProbs(recognition);
        var options = new SegmentationOptions
        {
            SampleRate = recognition.Timing.SampleRate,
            FrameSamples = frameSamples,
            Pause = Pause,
        };
        segmenter = new SpeechSegmenter(options);
        longest = (int)(options.Longest * options.SampleRate);
    }

    /// <summary>Log-probabilities so far, (T,V) row-major.</summary>
    public List<float> Values => windows.Values;

    /// <summary>The model frames in <see cref="Values"/>, T.</summary>
    public int Frames => windows.Frames;

    /// <summary>Takes the next samples, at the model's rate.</summary>
    public void Add(ReadOnlyMemory<float> samples)
    {
        waiting.AddRange(samples.Span);
        foreach (var window in segmenter.Add(samples))
        {
            Hear(window);
        }

        // No segment that is still to come begins so early.
        while (waiting.Count >= 3 * longest)
        {
            HearBetween(first + longest);
        }
    }

    /// <summary>There are no more samples.</summary>
    public void Finish()
    {
        ended = true;
        if (segmenter.Finish() is { } window)
        {
            Hear(window);
        }

        if (waiting.Count > 0)
        {
            HearBetween(first + waiting.Count);
        }
    }

    private void Hear(SpeechWindow window)
    {
        if (window.OverlapSamples == 0)
        {
            HearBetween(Math.Max(first, window.FirstSample / frameSamples * frameSamples));
        }

        var end = window.FirstSample + window.Samples.Length;
        if (window.EndsSegment)
        {
            windows.Add(Take(WholeFrames(end)));
            windows.Finish(more: !ended || waiting.Count > 0);
        }
        else
        {
            windows.Add(Take(end / frameSamples * frameSamples));
        }
    }

    // The frame is heard in which a segment ends, unless it is not there yet.
    private long WholeFrames(long end)
    {
        var whole = (end + frameSamples - 1) / frameSamples * frameSamples;
        var there = first + waiting.Count;
        return whole <= there || ended ? Math.Min(whole, there) : there / frameSamples * frameSamples;
    }

    // What comes before a sample and belongs to no segment.
    private void HearBetween(long end)
    {
        end -= end < first + waiting.Count ? end % frameSamples : 0;
        if (end <= first)
        {
            return;
        }

        var samples = Take(end);
        if (samples.Any(sample => Math.Abs(sample) > Inaudible))
        {
            windows.Add(samples);
            windows.Finish(more: waiting.Count > 0);
        }
        else
        {
            float[] blank = [0, .. Enumerable.Repeat(Never, vocabulary - 1)];
            windows.Add(blank, Math.Max(1, samples.Length / frameSamples));
        }
    }

    // The samples that wait before this place, or all.
    private float[] Take(long end)
    {
        var count = (int)Math.Min(waiting.Count, Math.Max(0, end - first));
        var taken = CollectionsMarshal.AsSpan(waiting)[..count].ToArray();
        waiting.RemoveRange(0, count);
        first += count;
        return taken;
    }
}
