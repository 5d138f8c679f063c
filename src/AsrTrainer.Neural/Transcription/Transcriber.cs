using AsrTrainer.Neural.Models;
using AsrTrainer.Speech.Segmentation;
using AsrTrainer.Speech.Timing;

namespace AsrTrainer.Neural.Transcription;

/// <summary>
/// Transcribes audio of any rate, number of channels and length in bounded memory. Audio is cut at its pauses; windows of many
/// files, or of one long one, are recognised together with those of like length.
/// </summary>
/// <param name="recognition">The model and the decoder.</param>
/// <param name="timing">Of the model.</param>
public sealed class Transcriber(Recognition recognition, FrameTiming timing)
{
    // Windows wait until there are so many seconds of them: enough to find some of like length, few enough to be held.
    private const double PoolSeconds = 320;

    private readonly List<(SpeechWindow Window, LogProbs?[] Result)> pool = [];
    private double read;
    private double done;

    /// <summary>Told the seconds of audio that are behind, now and then.</summary>
    public Action<double> Progress { get; init; } = _ => { };

    /// <summary>Told that audio was read which is to be recognised now.</summary>
    public Action Heard { get; init; } = () => { };

    /// <summary>Told that it was recognised.</summary>
    public Action Recognised { get; init; } = () => { };

    internal WindowRecognition Windows { get; init; } = new(recognition, timing.SampleRate);

    /// <summary>How audio is cut for a model.</summary>
    internal static SegmentationOptions Cutting(FrameTiming timing) => new()
    {
        SampleRate = timing.SampleRate,
        FrameSamples = timing.HopSamples * timing.TimeStride,
    };

    /// <summary>The transcripts of files in the order given, each as soon as it and those before it are there.</summary>
    /// <param name="paths">Files or pipes; "-" is the standard input.</param>
    /// <param name="cancellation">Stops with an <see cref="OperationCanceledException"/>.</param>
    public IEnumerable<TranscribedAudio> Transcribe(IEnumerable<string> paths, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(paths);
        Queue<FileInWork> works = [];
        double waiting = 0;
        foreach (var path in paths)
        {
            var work = new FileInWork(path, new SegmentAssembly(recognition, timing), cancellation);
            works.Enqueue(work);
            foreach (var window in work.Read(Cutting(timing), seconds => OnRead(seconds, cancellation)))
            {
                pool.Add(window);
                waiting += timing.Seconds(window.Window.Samples.Length);
                if (waiting >= PoolSeconds)
                {
                    waiting = 0;
                    Empty(works, cancellation);
                }
            }

            while (works.TryPeek(out var next) && next.IsDone)
            {
                yield return works.Dequeue().Result;
            }
        }

        Empty(works, cancellation);
        foreach (var work in works)
        {
            yield return work.Result;
        }
    }

    private void OnRead(double seconds, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        read += seconds;
    }

    private void Empty(IEnumerable<FileInWork> works, CancellationToken cancellation)
    {
        Heard();
        double pooled = pool.Sum(window => (long)window.Window.Samples.Length);
        var behind = done;
        Windows.Of(
            [.. pool.Select(window => window.Window)],
            (i, result) =>
            {
                pool[i].Result[0] = result;
                done += (read - behind) * pool[i].Window.Samples.Length / pooled;
                Progress(done);
            },
            cancellation);
        done = read;
        Progress(done);
        pool.Clear();
        foreach (var work in works)
        {
            work.Advance();
        }

        Recognised();
    }
}
