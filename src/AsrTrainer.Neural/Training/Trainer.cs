using AsrTrainer.Neural.Checkpoints;
using AsrTrainer.Neural.Evaluation;
using AsrTrainer.Neural.Memory;
using AsrTrainer.Neural.Models;
using AsrTrainer.Speech.Batching;
using AsrTrainer.Speech.Decoding;
using AsrTrainer.Speech.Faults;
using AsrTrainer.Speech.Metrics;
using AsrTrainer.Speech.Text;
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
    private readonly MemoryCheck memory;
    private readonly RunCheckpoints checkpoints;
    private readonly NonFiniteSteps nonFinite;
    private readonly TrainingHealth health;
    private readonly BucketBatchSampler sampler;
    private readonly BatchLoader loader;
    private readonly DroppedAudio dropped;
    private readonly HashSet<string> devNotices = [];
    private readonly CommitGate gate = new();
    private TrainingState state;
    private double blankShare;
    private double evaluationSeconds;

    /// <summary>Builds model and optimiser, or puts them back where the last checkpoint left them.</summary>
    /// <exception cref="UserFault">The run's checkpoints belong to other options or other data, or all of them are damaged.</exception>
    public Trainer(TrainingPlan plan, ITrainingObserver observer, TimeProvider? clock = null)
    {
        this.plan = plan;
        this.observer = observer;
        var fingerprint = RunFingerprint.Of(plan);
        memory = new MemoryCheck(plan);
        memory.Require();
        manual_seed(plan.Training.Seed);
        model = new SpeechModel(plan.Features, plan.Model, plan.Alphabet.Size).to(plan.Device);
        step = new TrainStep(plan, model, new BatchSplitting(observer.Notice)) { Changing = gate.Close };
        sampler = new BucketBatchSampler([.. plan.Train.Utterances.Select(u => u.Seconds)], plan.Batching, (ulong)plan.Training.Seed);
        var loading = plan.Loading with { SampleRate = plan.Features.SampleRate, Seed = (ulong)plan.Training.Seed, Timing = model.Timing };
        loader = new BatchLoader(plan.Train.Utterances, plan.Alphabet, loading);
        dropped = new DroppedAudio(plan.Train, observer.Notice);
        checkpoints = new RunCheckpoints(plan, observer, model, step.Optimizer, clock ?? TimeProvider.System);
        nonFinite = new NonFiniteSteps(plan, observer, model);
        health = new TrainingHealth(plan);
        state = fingerprint.On((plan.Resume ? checkpoints.Restore(fingerprint) : null) ?? new TrainingState());
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

        if (state.Step == 0)
        {
            // Later the like of them has been trained, and whoever resumes wants to go on at once.
            memory.Try(step, cancellation);
        }

        try
        {
            var history = new History(
                Path.Combine(plan.RunFolder, "history.csv"), state.Epoch, plan.Dev.Select(corpus => corpus.Name), observer.Notice);
            while (state.Epoch < plan.Training.Epochs)
            {
                TrainEpoch(cancellation);
                FinishEpoch(history, cancellation);
            }

            return TrainingOutcome.Finished;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            SaveAtEnd(state);
            return TrainingOutcome.Interrupted;
        }
        catch (UserFault fault) when (fault.Code is ExitCode.Data or ExitCode.Environment && state.Step > 0 && IsFinite())
        {
            // Bad files can be mended, memory and space found, and what was trained so far is worth keeping.
            SaveAtEnd(state);
            observer.Notice(
                $"stopped after step {state.Step}; a checkpoint is in {plan.RunFolder}; when that is mended, go on with --resume");
            throw;
        }
        catch (UserFault fault) when (fault.Code == ExitCode.Diverged && nonFinite.LimitReached(state) && IsFinite())
        {
            // The steps in question were left out: the weights are those of the last good step. Those before may be better ones.
            SaveAtEnd(state with { SkippedInARow = 0 }, keepOlder: true);
            observer.Notice(
                $"stopped after step {state.Step}; a checkpoint is in {plan.RunFolder}, those before it are kept; "
                + "--resume goes on after the steps that were left out; if it comes to this again, train anew");
            throw;
        }
        finally
        {
            gate.End();
        }
    }

    /// <summary>
    /// For another thread, while <see cref="Run"/> is at work and what it does takes too long to wait for: writes the checkpoint of the
    /// step before the one that is being computed. That step will not count; <see cref="Run"/> ends when it is done with it.
    /// </summary>
    /// <returns>Whether it did; false if the run has come to its end by itself, and has written what there is to write.</returns>
    /// <exception cref="UserFault">With <see cref="ExitCode.Environment"/>: the checkpoint could not be written.</exception>
    public bool Leave() => gate.Leave(() => checkpoints.BeforeEnd(state));

    /// <inheritdoc/>
    public void Dispose()
    {
        gate.End();
        step.Dispose();
        model.Dispose();
    }

    /// <summary>What is trained, for tests that spoil it.</summary>
    internal SpeechModel Model => model;

    /// <summary>Called before utterances go through the model, in a step or to try a batch; for tests.</summary>
    internal Action<int> StepStarting
    {
        set => step.Starting = value;
    }

    private double LastRate { get; set; }

    private double LastWaitShare { get; set; }

    private double? Loss => state.Tokens == 0 ? null : state.LossSum / state.Tokens;

    private void TrainEpoch(CancellationToken cancellation)
    {
        model.train();
        var batches = sampler.Epoch(state.Epoch);
        if (state.Batch > batches.Count)
        {
            throw new UserFault(
                ExitCode.Model,
                $"the checkpoint is of batch {state.Batch} of an epoch of {batches.Count}; resume from another, or train anew");
        }

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

            Step(batch, isLast: state.Batch == batches.Count - 1, batches.Count, clock);
            cancellation.ThrowIfCancellationRequested();
        }

        LastWaitShare = clock.WaitShare;
    }

    private void Step(AudioBatch batch, bool isLast, int batches, EpochClock clock)
    {
        try
        {
            var result = step.Run(batch, state.Epoch, state.Step, LastRate, look: isLast);
            blankShare = result.BlankShare ?? blankShare;
            gate.Close();
            Count(batch, result, clock);
            observer.Progress(Look(batches, clock));
            state = checkpoints.AfterStep(state, isLast);
        }
        finally
        {
            gate.Open();
        }
    }

    // Nobody else writes a checkpoint from here on.
    private void SaveAtEnd(TrainingState last, bool keepOlder = false)
    {
        gate.End();
        checkpoints.BeforeEnd(last, keepOlder);
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
        state = result.Applied
            ? state with { LossSum = state.LossSum + result.LossSum, Tokens = state.Tokens + result.Tokens, SkippedInARow = 0 }
            : state with { SkippedSteps = state.SkippedSteps + 1, SkippedInARow = state.SkippedInARow + (result.Fits ? 1 : 0) };
        if (!result.Applied && result.Fits)
        {
            nonFinite.Report(state, batch, result, LastRate);
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
        try
        {
            gate.Close();
            FinishEpoch(history, epoch, scored, dev);
        }
        finally
        {
            gate.Open();
        }
    }

    private void FinishEpoch(History history, int epoch, bool scored, IReadOnlyList<DevScore> dev)
    {
        var words = dev.Aggregate(default(ErrorCounts), (sum, score) => sum + score.Words);
        var characters = dev.Aggregate(default(ErrorCounts), (sum, score) => sum + score.Characters);

        var ranked = Rank(scored ? new ScoredStep(state.Step, words, characters) : null);
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
            IsBest = ranked.Count > 0 && ranked[0].Step == state.Step,
        };
        state = state with
        {
            Epoch = epoch,
            Batch = 0,
            LossSum = 0,
            Tokens = 0,
            AudioSeconds = 0,
            TrainSeconds = 0,
            SkippedSteps = 0,
            Best = ranked,
        };
        Record(history, result);
        state = checkpoints.AfterEpoch(state, dev);
        observer.Epoch(result);
        if (health.Look(result, blankShare) is { } finding)
        {
            observer.Notice(finding);
        }
    }

    // Without dev sets the last is taken for the best.
    private IReadOnlyList<ScoredStep> Rank(ScoredStep? scored)
    {
        if (plan.Dev.Count == 0)
        {
            return [new ScoredStep(state.Step, default, default)];
        }

        // Of equals the earlier one stays ahead.
        var order = Comparer<ScoredStep>.Create((a, b) => a.CompareTo(b));
        return scored is null ? state.Best : [.. state.Best.Append(scored).OrderBy(one => one, order).Take(plan.Checkpoints.KeepBest)];
    }

    private void Record(History history, EpochResult result)
    {
        try
        {
            history.Append(result);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            observer.Notice(
                $"history.csv could not be written: {fault.Message.TrimEnd('.')}. Its rows will be written after the next epoch");
        }
    }

    private IReadOnlyList<DevScore> Evaluate(CancellationToken cancellation)
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        model.eval();
        var recognition = new Recognition(model, new GreedyDecoder(plan.Alphabet), plan.Precision);
        var loading = plan.Loading with { SampleRate = plan.Features.SampleRate };
        var normalizer = TranscriptNormalizer.Named(plan.Normalizer);
        var evaluator = new Evaluator(recognition, plan.Alphabet, normalizer, plan.Batching, loading) { Notice = NoticeOfDev };
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
}
