using AsrTrainer.Neural.Checkpoints;
using AsrTrainer.Neural.Models;
using AsrTrainer.Speech.Batching;
using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Neural.Training;

/// <summary>
/// Steps left out since loss or gradient were not finite: named, kept for replay, and fatal when there are too many in a row.
/// </summary>
internal sealed class NonFiniteSteps(TrainingPlan plan, ITrainingObserver observer, SpeechModel model)
{
    // Of a series the first batches tell most, and a folder full of batches helps nobody.
    private const int KeptInARow = 2;
    private const int KeptInAll = 10;

    /// <summary>Whether the last step was the last one allowed.</summary>
    public bool LimitReached(TrainingState state) => state.SkippedInARow >= plan.Training.NonFiniteLimit;

    /// <summary>Says what happened to a step that was left out.</summary>
    /// <exception cref="UserFault">With <see cref="ExitCode.Diverged"/>: it was one too many.</exception>
    public void Report(TrainingState state, AudioBatch batch, StepResult result, double learningRate)
    {
        var ids = string.Join(", ", batch.Utterances.Take(5).Select(u => u.Id)) + (batch.Count > 5 ? $" and {batch.Count - 5} more" : "");
        var kept = Keep(state, batch, result, learningRate);
        observer.Notice(
            $"step {state.Step}: loss {result.LossSum / result.Tokens:g4}, gradient norm {result.GradientNorm:g4}; "
            + $"the step was left out; utterances {ids}" + (kept is null ? "" : $"; look at it with: asr train --replay {kept}"));
        if (LimitReached(state))
        {
            throw new UserFault(
                ExitCode.Diverged,
                $"training diverged: {state.SkippedInARow} steps in a row had a loss or gradient that is not finite "
                + $"(training.non_finite_limit), the last with utterances {ids}; lower training.learning_rate or look at these utterances");
        }
    }

    private string? Keep(TrainingState state, AudioBatch batch, StepResult result, double learningRate)
    {
        if (state.SkippedInARow > KeptInARow || ReplayFolder.CountIn(plan.RunFolder) >= KeptInAll)
        {
            return null;
        }

        try
        {
            var moment = new ReplayMoment
            {
                Epoch = state.Epoch,
                Step = state.Step - 1,
                LearningRate = learningRate,
                Loss = result.LossSum / result.Tokens,
                GradientNorm = result.GradientNorm,
                Precision = plan.Precision,
                Threads = TorchSharp.torch.get_num_threads(),
                Training = plan.Training,
                SpecAugment = plan.SpecAugment,
                Utterances = [.. batch.Utterances.Select(u => u.Id)],
                Paths = [.. batch.Utterances.Select(u => u.AudioPath)],
                Transcripts = [.. batch.Utterances.Select(u => u.Transcript)],
            };
            return ReplayFolder.Write(plan, moment, batch, model);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            observer.Notice($"the batch of step {state.Step} could not be kept for replay: {fault.Message}");
            return null;
        }
    }
}
