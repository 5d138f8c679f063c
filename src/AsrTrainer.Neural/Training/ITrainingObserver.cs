namespace AsrTrainer.Neural.Training;

/// <summary>Who watches a run. Called on the training thread: be quick.</summary>
public interface ITrainingObserver
{
    /// <summary>After a step.</summary>
    void Progress(TrainingProgress progress);

    /// <summary>After an epoch and its evaluation.</summary>
    void Epoch(EpochResult result);

    /// <summary>Something the user should know.</summary>
    void Notice(string line);
}
