using AsrTrainer.Neural.Training;
using Serilog;

namespace AsrTrainer.Reports;

/// <summary>Passes the events of a run on to display and log. Progress comes after each step; both are given it now and then.</summary>
internal sealed class TrainingReport(ITrainingDisplay display, ILogger log, TimeProvider clock) : ITrainingObserver
{
    private readonly Pace shown = new(clock, display.Interval);
    private readonly Pace logged = new(clock, TimeSpan.FromSeconds(30));

    /// <inheritdoc/>
    public void Progress(TrainingProgress progress)
    {
        if (shown.IsDue())
        {
            display.Progress(progress);
        }

        if (logged.IsDue())
        {
            log.Information(
                "epoch {Epoch}/{Epochs} step {Step}/{Steps} loss {Loss:F4} learning rate {LearningRate:0.00e+0} "
                + "audio {AudioSecondsPerSecond:F1} s/s waiting {WaitShare:F4} left {Eta:l}",
                progress.Epoch, progress.Epochs, progress.Step, progress.Steps, progress.Loss, progress.LearningRate,
                progress.AudioSecondsPerSecond, progress.WaitShare, Figures.Duration(progress.Eta));
        }
    }

    /// <inheritdoc/>
    public void Epoch(EpochResult result)
    {
        display.Epoch(result);
        log.ForContext("Result", result, destructureObjects: true)
            .ForContext("Memory", MemoryUse.Now(), destructureObjects: true)
            .Information("{Event:l}", TrainingLines.Epoch(result));
    }

    /// <summary>An ordinary event of the run, as opposed to a <see cref="Notice"/>.</summary>
    public void Say(string line)
    {
        display.Notice(line);
        log.Information("{Event:l}", line);
    }

    /// <inheritdoc/>
    public void Notice(string line)
    {
        display.Notice(line);
        log.Warning("{Notice:l}", line);
    }
}
