using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;

namespace AsrTrainer.Neural.Benchmarks;

/// <summary>Does a piece of work several times and takes the time of each.</summary>
/// <param name="device">Where it computes: a GPU's work counts when it is done, not when it is ordered.</param>
/// <param name="cancellation">Asked before each time.</param>
internal sealed class Repetition(Device device, CancellationToken cancellation)
{
    /// <summary>Once without a clock, then <paramref name="times"/> times with one.</summary>
    public double[] Measure(int times, Action work)
    {
        Once(work);
        return [.. Enumerable.Range(0, times).Select(_ => Once(work))];
    }

    /// <summary>Seconds of one time.</summary>
    public double Once(Action work)
    {
        cancellation.ThrowIfCancellationRequested();
        var watch = Stopwatch.StartNew();
        work();
        if (device.type == DeviceType.CUDA)
        {
            cuda.synchronize(device);
        }

        return watch.Elapsed.TotalSeconds;
    }
}
