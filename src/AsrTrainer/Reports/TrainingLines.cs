using System.Globalization;
using AsrTrainer.Neural.Training;

namespace AsrTrainer.Reports;

/// <summary>The events of training as one line each, alike in the plain output and in the log.</summary>
internal static class TrainingLines
{
    /// <summary>One look at the run between two steps.</summary>
    public static string Progress(TrainingProgress progress) => string.Create(
        CultureInfo.InvariantCulture,
        $"epoch {progress.Epoch}/{progress.Epochs}  step {progress.Step}/{progress.Steps}  loss {Loss(progress.Loss)}"
            + $"  lr {progress.LearningRate:0.00e+0}  audio {progress.AudioSecondsPerSecond:F1} s/s"
            + $"  waiting {Figures.Percent(progress.WaitShare)}  left {Figures.Duration(progress.Eta)}");

    /// <summary>A mean loss, or a dash where no step counted.</summary>
    public static string Loss(double? nats) => nats?.ToString("F4", CultureInfo.InvariantCulture) ?? "-";

    /// <summary>The end of an epoch with the scores of every dev set.</summary>
    public static string Epoch(EpochResult result)
    {
        string loss = string.Create(CultureInfo.InvariantCulture, $"epoch {result.Epoch} done  train loss {Loss(result.TrainLoss)}");
        string dev = string.Concat(result.Dev.Select(set => $"  {set.Name} {Figures.Rates(set.Words, set.Characters)}"));
        return loss + dev + (result.IsBest && result.Dev.Count > 0 ? "  (best so far)" : "");
    }
}
