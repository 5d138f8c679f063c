using AsrTrainer.Neural.Memory;
using AsrTrainer.Neural.Models;
using AsrTrainer.Speech.Faults;
using AsrTrainer.Speech.Segmentation;

namespace AsrTrainer.Neural.Transcription;

/// <summary>Runs the model over windows, those of like length together.</summary>
/// <param name="recognition">The model.</param>
/// <param name="sampleRate">The rate that the model hears.</param>
internal sealed class WindowRecognition(Recognition recognition, int sampleRate)
{
    // A batch is at most so long, padding included; more at once is not faster.
    private const double BatchSeconds = 80;
    private const int BatchWindows = 64;

    /// <summary>Called with the number of windows before they go through the model; tests let allocations fail here.</summary>
    internal Action<int> Starting { get; init; } = _ => { };

    /// <summary>What the model says of one window.</summary>
    public LogProbs Of(SpeechWindow window) => Run([window])[0];

    /// <summary>Runs the model over all windows and gives each its result; in fp32 the same, whatever the others are.</summary>
    /// <param name="windows">The windows, at the model's rate.</param>
    /// <param name="give">Told the result of a window, by its place.</param>
    /// <param name="cancellation">Stops between batches.</param>
    public void Of(IReadOnlyList<SpeechWindow> windows, Action<int, LogProbs> give, CancellationToken cancellation)
    {
        // The longest first: what memory suffices for at the beginning it suffices for to the end.
        int[] order = [.. Enumerable.Range(0, windows.Count).OrderByDescending(i => windows[i].Samples.Length)];
        for (var begin = 0; begin < order.Length;)
        {
            cancellation.ThrowIfCancellationRequested();
            var longest = (double)windows[order[begin]].Samples.Length / sampleRate;
            var count = Math.Clamp((int)(BatchSeconds / longest), 1, Math.Min(BatchWindows, order.Length - begin));
            var batch = order[begin..(begin + count)];
            var results = Run([.. batch.Select(i => windows[i])]);
            for (var i = 0; i < count; i++)
            {
                give(batch[i], results[i]);
            }

            begin += count;
        }
    }

    // In halves, and halves of those, where memory does not suffice for all at once.
    private IReadOnlyList<LogProbs> Run(SpeechWindow[] windows)
    {
        try
        {
            Starting(windows.Length);
            return Together(windows);
        }
        catch (Exception failure) when (AllocationFailure.Is(failure))
        {
            if (windows.Length == 1)
            {
                var seconds = (double)windows[0].Samples.Length / sampleRate;
                throw new UserFault(
                    ExitCode.Environment, $"not enough memory to recognise {seconds:F1} s of audio; end other programs, or use a smaller model",
                    failure);
            }
        }

        GC.Collect();
        var half = windows.Length / 2;
        return [.. Run(windows[..half]), .. Run(windows[half..])];
    }

    private LogProbs[] Together(SpeechWindow[] windows)
    {
        var row = windows.Max(window => window.Samples.Length);
        var samples = new float[windows.Length * row];
        for (var i = 0; i < windows.Length; i++)
        {
            windows[i].Samples.CopyTo(samples, i * row);
        }

        var (values, frames) = recognition.LogProbs(samples, [.. windows.Select(window => window.Samples.Length)]);
        var stride = values.Length / windows.Length;
        var width = stride / frames.Max();
        return [.. frames.Select((count, i) => new LogProbs(values[(i * stride)..((i * stride) + (count * width))], count))];
    }
}
