using AsrTrainer.Neural.Training;

namespace AsrTrainer.Neural.Tests.Training;

/// <summary>Remembers what a run said; may act after a step or an epoch.</summary>
internal sealed class RecordingObserver : ITrainingObserver
{
    public List<TrainingProgress> Steps { get; } = [];

    public List<EpochResult> Epochs { get; } = [];

    public List<string> Notices { get; } = [];

    public Action<TrainingProgress> AfterStep { get; init; } = _ => { };

    public Action<EpochResult> AfterEpoch { get; init; } = _ => { };

    public void Progress(TrainingProgress progress)
    {
        Steps.Add(progress);
        AfterStep(progress);
    }

    public void Epoch(EpochResult result)
    {
        Epochs.Add(result);
        AfterEpoch(result);
    }

    public void Notice(string line) => Notices.Add(line);
}
