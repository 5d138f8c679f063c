namespace AsrTrainer.Neural.Training;

/// <summary>One look at the run between two steps.</summary>
/// <param name="Epoch">The epoch under way, from 1.</param>
/// <param name="Epochs">Epochs in all.</param>
/// <param name="Step">Steps done in all.</param>
/// <param name="Steps">Steps in all, from this epoch's number of batches.</param>
/// <param name="Loss">Mean loss of the epoch so far, in nats per token; null while no step of it counted.</param>
/// <param name="LearningRate">Of the last step.</param>
/// <param name="AudioSecondsPerSecond">Audio trained per second in this epoch, padding not counted.</param>
/// <param name="WaitShare">The share of the epoch's time that the loop waited for data, 0 to 1.</param>
/// <param name="Eta">Time left at this pace, evaluation included as far as it is known.</param>
public sealed record TrainingProgress(
    int Epoch,
    int Epochs,
    long Step,
    long Steps,
    double? Loss,
    double LearningRate,
    double AudioSecondsPerSecond,
    double WaitShare,
    TimeSpan Eta);
