using AsrTrainer.Neural.Training;

namespace AsrTrainer.Reports;

/// <summary>A line for each event; each is flushed, so that <c>tail -f</c> follows.</summary>
internal sealed class PlainTrainingDisplay(TextWriter output) : ITrainingDisplay
{
    /// <inheritdoc/>
    public void During(Action work) => work();

    /// <inheritdoc/>
    public void Progress(TrainingProgress progress) => Notice(TrainingLines.Progress(progress));

    /// <inheritdoc/>
    public void Epoch(EpochResult epoch) => Notice(TrainingLines.Epoch(epoch));

    /// <inheritdoc/>
    public void Notice(string line)
    {
        output.WriteLine(line);
        output.Flush();
    }
}
