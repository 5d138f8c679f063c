using System.Diagnostics;

namespace AsrTrainer.Neural.Training;

/// <summary>Measures an epoch: time spent training, also before an interruption, and how much of it was waiting.</summary>
internal sealed class EpochClock(double secondsBefore, Func<double> waitSeconds)
{
    private readonly Stopwatch watch = Stopwatch.StartNew();
    private readonly double waitedBefore = waitSeconds();

    /// <summary>Seconds of training in this epoch.</summary>
    public double Seconds => secondsBefore + watch.Elapsed.TotalSeconds;

    /// <summary>The share of the time since the clock was started that was spent waiting for data.</summary>
    public double WaitShare => Math.Clamp((waitSeconds() - waitedBefore) / Math.Max(watch.Elapsed.TotalSeconds, 1e-9), 0, 1);
}
