using AsrTrainer.Neural.Training;

namespace AsrTrainer.Reports;

/// <summary>Shows a training run: live on a terminal, as plain lines where the output is a file or a pipe.</summary>
internal interface ITrainingDisplay
{
    /// <summary>Shows while <paramref name="work"/> runs, and leaves the screen as a reader of the scroll-back wants it.</summary>
    void During(Action work);

    /// <summary>The newest figures.</summary>
    void Progress(TrainingProgress progress);

    /// <summary>An epoch ended.</summary>
    void Epoch(EpochResult epoch);

    /// <summary>Something the user should know: what was dropped, what was resumed.</summary>
    void Notice(string line);
}
