using AsrTrainer.Neural.Checkpoints;
using AsrTrainer.Neural.Evaluation;
using AsrTrainer.Neural.Models;
using AsrTrainer.Speech.Batching;
using AsrTrainer.Speech.Decoding;
using AsrTrainer.Speech.Faults;
using AsrTrainer.Speech.Metrics;
using TorchSharp;
using static TorchSharp.torch;

namespace AsrTrainer.Neural.Training;

/// <summary>How a run ended.</summary>
public enum TrainingOutcome
{
    /// <summary>All epochs are done.</summary>
    Finished,

    /// <summary>They were done before; nothing was trained.</summary>
    AlreadyFinished,

    /// <summary>The user stopped it; a checkpoint was written.</summary>
    Interrupted,
}

/// <summary>The loop: rate, step, progress; after each epoch evaluation, history, checkpoint.</summary>
public sealed class Trainer : IDisposable
{
    private readonly TrainingPlan plan;
    private readonly ITrainingObserver observer;
    private readonly SpeechModel model;
    private readonly TrainStep step;
    private readonly CheckpointStore checkpoints;
    private readonly BucketBatchSampler sampler;
    private readonly BatchLoader loader;
    private readonly DroppedAudio dropped;
    private readonly HashSet<string> devNotices = [];
    private readonly RunFingerprint fingerprint;
    private TrainingState state;
    private long? savedStep;
    private int failuresInARow;
    private double evaluationSeconds;

    /// <summary>Builds model and optimiser, or puts them back where the last checkpoint left them.</summary>
    /// <exception cref="UserFault">The run's checkpoints belong to other options or other data, or all of them are damaged.</exception>
    public Trainer(TrainingPlan plan, ITrainingObserver observer)
    {
        this.plan = plan;
        this.observer = observer;
        fingerprint = RunFingerprint.Of(plan);
        checkpoints = new CheckpointStore(plan.RunFolder);
        manual_seed(plan.Training.Seed);
        model = new SpeechModel(plan.Features, plan.Model, plan.Alphabet.Size).to(plan.Device);
        step = new TrainStep(plan, model);
        sampler = new BucketBatchSampler([.. plan.Train.Utterances.Select(u => u.Seconds)], plan.Batching, (ulong)plan.Training.Seed);
        var loading = plan.Loading with { SampleRate = plan.Features.SampleRate, Seed = (ulong)plan.Training.Seed, Timing = model.Timing };
        loader = new BatchLoader(plan.Train.Utterances, plan.Alphabet, loading);
        dropped = new DroppedAudio(plan.Train, observer.Notice);
        state = fingerprint.On(new TrainingState());
        if (plan.Resume)
        {
            Restore();
        }
    }

    /// <summary>Trained values of the model.</summary>
    public long ParameterCount => model.ParameterCount;

    /// <summary>
    /// Trains until all epochs are done or <paramref name="cancellation"/> asks to stop, which leaves a checkpoint. Utterances whose audio
    /// cannot be used are left out, and named the first time.
    /// </summary>
    /// <exception cref="UserFault">The training diverged, or more audio cannot be used than the corpora allow.</exception>
    public TrainingOutcome Run(CancellationToken cancellation)
    {
        if (state.Epoch >= plan.Training.Epochs)
        {
            return TrainingOutcome.AlreadyFinished;
        }

        var history = new History(Path.Combine(plan.RunFolder, "history.csv"), state.Epoch, plan.Dev.Select(corpus => corpus.Name));
        while (state.Epoch < plan.Training.Epochs)
        {
            try
            {
                TrainEpoch(cancellation);
                FinishEpoch(history, cancellation);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                SaveProgress();
                return TrainingOutcome.Interrupted;
            }
            catch (UserFault fault) when (fault.Code == ExitCode.Data && state.Step > 0)
            {
                // Bad files can be mended, and what was trained so far is worth keeping.
                SaveProgress();
                observer.Notice(
                    $"stopped after step {state.Step}; a checkpoint is in {plan.RunFolder}; with the files mended, go on with --resume");
                throw;
            }
            catch (UserFault fault) when (
                fault.Code == ExitCode.Diverged && failuresInARow >= plan.Training.NonFiniteLimit && IsFinite())
            {
                // The steps in question were left out: the weights are those of the last good step.
                SaveProgress();
                observer.Notice(
                    $"stopped after step {state.Step}; a checkpoint is in {plan.RunFolder}; "
                    + "--resume goes on after the steps that were left out");
                throw;
            }
        }

        return TrainingOutcome.Finished;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        step.Dispose();
        model.Dispose();
    }

    private double LastRate { get; set; }

    private double LastWaitShare { get; set; }

    private double? Loss => state.Tokens == 0 ? null : state.LossSum / state.Tokens;

    private void TrainEpoch(CancellationToken cancellation)
    {
        model.train();
        var batches = sampler.Epoch(state.Epoch);
        var clock = new EpochClock(state.TrainSeconds, () => loader.WaitSeconds);

        // A run that was stopped after an epoch's last batch has no step left to take it from.
        LastRate = Rate(Math.Max(0, state.Batch - 1), batches.Count);
        foreach (var batch in loader.Load(batches, state.Epoch, state.Batch, cancellation))
        {
            dropped.Add(batch);
            LastRate = Rate(state.Batch, batches.Count);
            if (batch.Count == 0)
            {
                state = state with { Batch = state.Batch + 1 };
                continue;
            }

            var result = step.Run(batch, state.Epoch, state.Step, LastRate);
            Count(batch, result, clock);
            observer.Progress(Look(batches.Count, clock));
            cancellation.ThrowIfCancellationRequested();
        }

        LastWaitShare = clock.WaitShare;
    }

    private double Rate(int batch, int batches) => LearningRateSchedule.At(plan.Training, state.Epoch + ((double)batch / batches));

    private void Count(AudioBatch batch, StepResult result, EpochClock clock)
    {
        state = state with
        {
            Batch = state.Batch + 1,
            Step = state.Step + 1,
            AudioSeconds = state.AudioSeconds + batch.Seconds,
            TrainSeconds = clock.Seconds,
        };
        if (result.Applied)
        {
            failuresInARow = 0;
            state = state with { LossSum = state.LossSum + result.LossSum, Tokens = state.Tokens + result.Tokens };
            return;
        }

        state = state with { SkippedSteps = state.SkippedSteps + 1 };
        var ids = string.Join(", ", batch.Utterances.Take(5).Select(u => u.Id)) + (batch.Count > 5 ? $" and {batch.Count - 5} more" : "");
        observer.Notice(
            $"step {state.Step}: loss {result.LossSum / result.Tokens:g4}, gradient norm {result.GradientNorm:g4}; "
            + $"the step was left out; utterances {ids}");
        if (++failuresInARow >= plan.Training.NonFiniteLimit)
        {
            throw new UserFault(
                ExitCode.Diverged,
                $"training diverged: {failuresInARow} steps in a row had a loss or gradient that is not finite "
                + $"(training.non_finite_limit), the last with utterances {ids}; lower training.learning_rate or look at these utterances");
        }
    }

    private TrainingProgress Look(int batches, EpochClock clock)
    {
        var seconds = Math.Max(clock.Seconds, 1e-9);
        var epochsLeft = plan.Training.Epochs - state.Epoch - ((double)state.Batch / batches);
        var left = epochsLeft * ((seconds * batches / state.Batch) + evaluationSeconds);
        return new TrainingProgress(
            state.Epoch + 1,
            plan.Training.Epochs,
            state.Step,
            state.Step + (long)Math.Round(epochsLeft * batches),
            Loss,
            LastRate,
            state.AudioSeconds / seconds,
            clock.WaitShare,
            TimeSpan.FromSeconds(left));
    }

    private void FinishEpoch(History history, CancellationToken cancellation)
    {
        var epoch = state.Epoch + 1;
        if (!IsFinite())
        {
            // Scored or not, such a checkpoint would push out good ones.
            throw Diverged($"weights are not finite after epoch {epoch}");
        }

        var scored = epoch % plan.Training.EvaluateEvery == 0 || epoch == plan.Training.Epochs;
        var dev = scored ? Evaluate(cancellation) : [];
        var words = dev.Aggregate(default(ErrorCounts), (sum, score) => sum + score.Words);
        var characters = dev.Aggregate(default(ErrorCounts), (sum, score) => sum + score.Characters);

        // Early on every model gets every word wrong; the characters then tell them apart.
        var best = plan.Dev.Count == 0
            || (scored && (state.BestStep is null
                || (words.Rate, characters.Rate).CompareTo((state.BestWords.Rate, state.BestCharacters.Rate)) < 0));
        var result = new EpochResult
        {
            Epoch = epoch,
            Step = state.Step,
            TrainLoss = Loss,
            LearningRate = LastRate,
            AudioSeconds = state.AudioSeconds,
            TrainSeconds = state.TrainSeconds,
            WaitShare = LastWaitShare,
            SkippedSteps = state.SkippedSteps,
            Dev = dev,
            IsBest = best,
        };
        state = state with { Epoch = epoch, Batch = 0, LossSum = 0, Tokens = 0, AudioSeconds = 0, TrainSeconds = 0, SkippedSteps = 0 };
        if (best)
        {
            state = state with { BestStep = state.Step, BestWords = words, BestCharacters = characters };
        }

        history.Append(result);
        Save(dev);
        observer.Epoch(result);
    }

    private IReadOnlyList<DevScore> Evaluate(CancellationToken cancellation)
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        model.eval();
        var recognition = new Recognition(model, new GreedyDecoder(plan.Alphabet), plan.Precision);
        var loading = plan.Loading with { SampleRate = plan.Features.SampleRate };
        var evaluator = new Evaluator(recognition, plan.Alphabet, plan.Batching, loading) { Notice = NoticeOfDev };
        var scores = new List<DevScore>();
        foreach (var corpus in plan.Dev)
        {
            try
            {
                var result = evaluator.Run(corpus, cancellation: cancellation);
                scores.Add(new DevScore(corpus.Name, result.Words, result.Characters));
            }
            catch (UserFault fault) when (fault.Code == ExitCode.Model)
            {
                // To one who evaluates a model its weights are at fault; here it is the training that made them.
                throw Diverged($"the model's output is not a number for the dev corpus {corpus.Name} after epoch {state.Epoch + 1}", fault);
            }
        }

        evaluationSeconds = watch.Elapsed.TotalSeconds / plan.Training.EvaluateEvery;
        return scores;
    }

    private UserFault Diverged(string finding, Exception? cause = null) =>
        new(
            ExitCode.Diverged,
            $"training diverged: {finding}; lower training.learning_rate (it is {plan.Training.LearningRate:g4})"
            + (plan.Precision == Precision.Fp32 ? "" : " or use --precision fp32")
            + " and train into another folder with --run-dir",
            cause);

    // Every scoring meets the same files again.
    private void NoticeOfDev(string line)
    {
        if (devNotices.Add(line))
        {
            observer.Notice(line);
        }
    }

    private bool IsFinite()
    {
        using var scope = NewDisposeScope();
        return model.state_dict().Values.All(tensor => tensor.isfinite().all().item<bool>());
    }

    private void SaveProgress()
    {
        // A checkpoint of this step is whole, and between epochs has its scores.
        if (state.Step != savedStep)
        {
            Save();
        }
    }

    private void Save(IReadOnlyList<DevScore>? dev = null)
    {
        var description = new ModelDescription
        {
            Features = plan.Features,
            Model = plan.Model,
            Alphabet = plan.Alphabet.Characters,
            Normalizer = plan.Normalizer,
            DevWordErrorRates = (dev ?? []).ToDictionary(score => score.Name, score => score.Words.Rate),
            Configuration = plan.Configuration,
        };
        checkpoints.Save(state, model, description, step.Optimizer);
        savedStep = state.Step;
    }

    private void Restore()
    {
        if (checkpoints.FindLastToResume(observer.Notice) is not { } last)
        {
            observer.Notice($"{plan.RunFolder} holds no checkpoint to resume from; starting from the beginning");
            return;
        }

        fingerprint.Require(last.State, last.Folder);
        CheckpointStore.Restore(last.Folder, model, step.Optimizer, plan.Device);
        state = fingerprint.On(last.State);
        savedStep = state.Step;
        if (state.Epoch < plan.Training.Epochs)
        {
            if (fingerprint.Differences(last.State, last.Folder) is { } differences)
            {
                observer.Notice(differences);
            }

            observer.Notice($"resuming after step {state.Step}, in epoch {state.Epoch + 1} of {plan.Training.Epochs}, from {last.Folder}");
        }
    }
}
