using AsrTrainer.Neural.Training;

namespace AsrTrainer.Reports;

/// <summary>A line for each event, each flushed, so that <c>tail -f</c> follows.</summary>
internal sealed class PlainTrainingDisplay(TextWriter output) : ITrainingDisplay
{
    /// <inheritdoc/>
    public TimeSpan Interval => TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public void During(Action work) => work();

    /// <inheritdoc/>
    public void Stop()
    {
        // Lines stay where they are.
    }

    /// <inheritdoc/>
    public void Progress(TrainingProgress progress) => Notice(TrainingLines.Progress(progress));

    /// <inheritdoc/>
    public void Epoch(EpochResult result) => Notice(TrainingLines.Epoch(result));

    /// <inheritdoc/>
    public void Notice(string line)
    {
        output.WriteLine(line);
        output.Flush();
    }
}
