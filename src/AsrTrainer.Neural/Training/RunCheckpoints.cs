using System.Globalization;
using AsrTrainer.Neural.Checkpoints;
using AsrTrainer.Neural.Models;
using AsrTrainer.Speech.Faults;
using static TorchSharp.torch;

namespace AsrTrainer.Neural.Training;

/// <summary>
/// When a run's checkpoints are written: after each epoch, by steps, by time, and at the end. One that cannot be written (a full disk)
/// costs a notice and is tried again when the next is due; only where the run ends with it is it a fault.
/// </summary>
internal sealed class RunCheckpoints
{
    private readonly TrainingPlan plan;
    private readonly ITrainingObserver observer;
    private readonly SpeechModel model;
    private readonly optim.Optimizer optimizer;
    private readonly TimeProvider clock;
    private readonly CheckpointStore store;
    private long lastAttempt;
    private TrainingState? saved;

    public RunCheckpoints(TrainingPlan plan, ITrainingObserver observer, SpeechModel model, optim.Optimizer optimizer, TimeProvider clock)
    {
        (this.plan, this.observer, this.model, this.optimizer, this.clock) = (plan, observer, model, optimizer, clock);
        store = new CheckpointStore(plan.RunFolder, plan.Checkpoints) { Notice = observer.Notice };
        lastAttempt = clock.GetTimestamp();
    }

    /// <summary>Puts weights and optimiser back where the last whole checkpoint left them; null if there is none.</summary>
    /// <exception cref="UserFault">All of them are damaged, or the last belongs to other options or other data.</exception>
    public TrainingState? Restore(RunFingerprint fingerprint)
    {
        if (store.FindLastToResume() is not { } last)
        {
            observer.Notice($"{plan.RunFolder} holds no checkpoint to resume from; starting from the beginning");
            return null;
        }

        fingerprint.Require(last.State, last.Folder);
        CheckpointStore.Restore(last.Folder, model, optimizer, plan.Device);
        saved = last.State;
        if (last.State.Epoch < plan.Training.Epochs)
        {
            if (fingerprint.Differences(last.State, last.Folder) is { } differences)
            {
                observer.Notice(differences);
            }

            observer.Notice(
                $"resuming after step {last.State.Step}, in epoch {last.State.Epoch + 1} of {plan.Training.Epochs}, from {last.Folder}");
        }

        return last.State;
    }

    /// <summary>After a step: writes a checkpoint if one is due by steps or by time.</summary>
    /// <param name="state">The state after it.</param>
    /// <param name="isLast">
    /// Whether it is the last of its epoch, after which the epoch's own checkpoint follows; but scoring comes first, and may take long.
    /// </param>
    /// <returns>The state to go on with.</returns>
    public TrainingState AfterStep(TrainingState state, bool isLast)
    {
        var options = plan.Checkpoints;
        var byTime = options.EveryMinutes > 0 && clock.GetElapsedTime(lastAttempt) >= TimeSpan.FromMinutes(options.EveryMinutes);
        if (!isLast && options.EverySteps > 0 && state.Step % options.EverySteps == 0)
        {
            return Scheduled(state, []);
        }

        if (byTime)
        {
            TrySave(state with { Stays = false }, []);
        }

        return state;
    }

    /// <summary>After an epoch.</summary>
    /// <returns>The state to go on with.</returns>
    /// <exception cref="UserFault">
    /// With <see cref="ExitCode.Environment"/>: it was the last epoch, and the result could not be written.
    /// </exception>
    public TrainingState AfterEpoch(TrainingState state, IReadOnlyList<DevScore> dev)
    {
        if (state.Epoch < plan.Training.Epochs)
        {
            return Scheduled(state, dev);
        }

        var last = Count(state);
        SaveOrFail(last, dev);
        return last;
    }

    /// <summary>Where the run is about to end: leaves a checkpoint of this step unless there is one.</summary>
    /// <param name="state">Where the run stands.</param>
    /// <param name="keepOlder">Whether those before it all stay.</param>
    /// <exception cref="UserFault">With <see cref="ExitCode.Environment"/>: it could not be written.</exception>
    public void BeforeEnd(TrainingState state, bool keepOlder = false)
    {
        // A checkpoint of this step is whole, and between epochs has its scores.
        if (state.Step != saved?.Step)
        {
            SaveOrFail(state with { Stays = false }, [], keepOlder);
        }
    }

    private TrainingState Scheduled(TrainingState state, IReadOnlyList<DevScore> dev)
    {
        var counted = Count(state);

        // What was not written is no candidate for the best, and those before it must stay.
        return TrySave(counted, dev) ? counted : counted with { Best = saved?.Best ?? [] };
    }

    private TrainingState Count(TrainingState state)
    {
        var due = state.CheckpointsDue + 1;
        return state with { CheckpointsDue = due, Stays = plan.Checkpoints.KeepEvery > 0 && due % plan.Checkpoints.KeepEvery == 0 };
    }

    private bool TrySave(TrainingState state, IReadOnlyList<DevScore> dev)
    {
        if (Save(state, dev) is { } cause)
        {
            var again = plan.Checkpoints.EveryMinutes > 0
                ? $"in {plan.Checkpoints.EveryMinutes.ToString("0.##", CultureInfo.InvariantCulture)} minutes or sooner"
                : "when the next is due";
            observer.Notice(
                $"the checkpoint after step {state.Step} could not be written: {cause.Message.TrimEnd('.')}. {Older()}; "
                + $"training goes on and tries again {again}");
            return false;
        }

        return true;
    }

    private void SaveOrFail(TrainingState state, IReadOnlyList<DevScore> dev, bool keepOlder = false)
    {
        if (Save(state, dev, keepOlder) is { } cause)
        {
            throw new UserFault(
                ExitCode.Environment,
                $"the checkpoint after step {state.Step} could not be written: {cause.Message.TrimEnd('.')}. {Older()}; "
                + $"see to {plan.RunFolder} (free space, permissions) and go on with --resume",
                cause);
        }
    }

    private string Older() =>
        saved is { Step: var step } ? $"Those up to step {step} are as they were" : "There is none before it";

    private Exception? Save(TrainingState state, IReadOnlyList<DevScore> dev, bool keepOlder = false)
    {
        var description = new ModelDescription
        {
            Features = plan.Features,
            Model = plan.Model,
            Alphabet = plan.Alphabet.Characters,
            Normalizer = plan.Normalizer,
            DevWordErrorRates = dev.ToDictionary(score => score.Name, score => score.Words.Rate),
            Configuration = plan.Configuration,
            Environment = plan.Environment,
        };
        lastAttempt = clock.GetTimestamp();
        try
        {
            store.Save(state, model, description, optimizer, keepOlder);
            saved = state;
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return fault;
        }
    }
}
