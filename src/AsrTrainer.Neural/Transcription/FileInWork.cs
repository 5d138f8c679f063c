using AsrTrainer.Speech.Audio;
using AsrTrainer.Speech.Faults;
using AsrTrainer.Speech.Segmentation;
using AsrTrainer.Speech.Transcripts;

namespace AsrTrainer.Neural.Transcription;

/// <summary>A file between its opening and its transcript.</summary>
/// <param name="path">The file; "-" is the standard input.</param>
/// <param name="assembly">Puts its windows together.</param>
/// <param name="cancellation">Ends the wait for a pipe.</param>
internal sealed class FileInWork(string path, SegmentAssembly assembly, CancellationToken cancellation)
{
    private readonly Queue<(SpeechWindow Window, LogProbs?[] Result)> windows = [];
    private readonly List<TranscriptSegment> segments = [];
    private int sampleRate;
    private double duration;
    private bool isRead;
    private UserFault? fault;

    /// <summary>Whether everything that can be known of it is.</summary>
    public bool IsDone => isRead && windows.Count == 0;

    /// <summary>What is known of it.</summary>
    public TranscribedAudio Result => new(path, sampleRate, duration, fault is null ? segments : [], fault);

    /// <summary>Reads the file, window by window; ends early where the file cannot be used.</summary>
    /// <param name="options">How it is cut.</param>
    /// <param name="heard">Told the seconds of each block.</param>
    public IEnumerable<(SpeechWindow Window, LogProbs?[] Result)> Read(SegmentationOptions options, Action<double> heard)
    {
        using var found = Windows(options, heard).GetEnumerator();
        while (HasNext(found))
        {
            (SpeechWindow, LogProbs?[]) window = (found.Current, new LogProbs?[1]);
            windows.Enqueue(window);
            yield return window;
        }
    }

    /// <summary>Takes what the model said of its windows, those that come next.</summary>
    public void Advance()
    {
        while (windows.TryPeek(out var next) && (next.Result[0] is not null || fault is not null))
        {
            windows.Dequeue();
            if (fault is null && assembly.Add(next.Window, next.Result[0]!) is { } segment)
            {
                segments.Add(segment);
            }
        }
    }

    private bool HasNext(IEnumerator<SpeechWindow> found)
    {
        try
        {
            isRead = !found.MoveNext();
        }
        catch (UserFault met)
        {
            (fault, isRead) = (met, true);
        }

        return !isRead;
    }

    private IEnumerable<SpeechWindow> Windows(SegmentationOptions options, Action<double> heard)
    {
        using var audio = PipedAudio.Open(path, cancellation);
        sampleRate = audio.SampleRate;
        var segmenter = new SpeechSegmenter(options);
        foreach (var block in audio.Read(options.SampleRate))
        {
            var seconds = (double)block.Length / options.SampleRate;
            duration += seconds;
            heard(seconds);
            foreach (var window in segmenter.Add(block))
            {
                yield return window;
            }
        }

        if (segmenter.Finish() is { } end)
        {
            yield return end;
        }
    }
}
