using AsrTrainer.Neural.Checkpoints;
using AsrTrainer.Neural.Training;
using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Neural.Tests.Training;

/// <summary>A run that was stopped and resumed is the run that was never stopped, bit for bit on the CPU.</summary>
public sealed class ResumeTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    // Four batches an epoch: in the first step, in the middle of an epoch, after an epoch's last batch, and several times.
    [Theory]
    [InlineData(1, new[] { 1L })]
    [InlineData(1, new[] { 6L })]
    [InlineData(1, new[] { 4L })]
    [InlineData(1, new[] { 12L })]
    [InlineData(1, new[] { 2L, 5L, 7L, 8L })]
    [InlineData(3, new[] { 6L })]
    public void A_run_stopped_by_the_user_and_resumed_equals_the_uninterrupted_one(int workers, long[] stops)
    {
        var whole = Folder("whole");
        Assert.Equal(TrainingOutcome.Finished, Run(TinyPlans.Of(whole)).Outcome);
        var plan = TinyPlans.Of(Folder("parts"));
        plan = plan with { Loading = plan.Loading with { Workers = workers, PrefetchBatches = workers } };
        foreach (var stop in stops)
        {
            Assert.Equal(TrainingOutcome.Interrupted, Run(plan, stopAfterStep: stop).Outcome);
            plan = plan with { Resume = true };
        }

        var (outcome, observer) = Run(plan);
        Assert.Equal(TrainingOutcome.Finished, outcome);
        Assert.StartsWith($"resuming after step {stops[^1]}, in epoch ", Assert.Single(observer.Notices), StringComparison.Ordinal);
        Assert.Equal(12 - stops[^1], observer.Steps.Count);
        AssertEqualRuns(whole, plan.RunFolder);
    }

    [Theory]
    [MemberData(nameof(TinyPlans.Layers), MemberType = typeof(TinyPlans))]
    public void A_run_that_died_goes_on_from_its_last_checkpoint(string layers)
    {
        using var setting = new LayerSetting(layers);
        var whole = Folder("whole");
        Run(TinyPlans.With(layers, whole));
        var plan = TinyPlans.With(layers, Folder("parts"));
        var dies = new RecordingObserver { AfterStep = PowerFailure };
        Assert.Throws<TimeoutException>(() =>
        {
            using var trainer = new Trainer(plan, dies);
            trainer.Run(CancellationToken.None);
        });
        var (outcome, observer) = Run(plan with { Resume = true });
        Assert.Equal(TrainingOutcome.Finished, outcome);
        Assert.Equal(5, observer.Steps[0].Step);
        AssertEqualRuns(whole, plan.RunFolder);
    }

    // Within an epoch, and in the first step of the second.
    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void A_run_that_was_left_inside_a_step_does_that_step_again(int done)
    {
        var whole = Folder("whole");
        Run(TinyPlans.Of(whole));
        var plan = TinyPlans.Of(Folder("parts"));
        using var stop = new CancellationTokenSource();
        var observer = new RecordingObserver();
        using (var trainer = new Trainer(plan, observer))
        {
            trainer.StepStarting = _ => LeaveIf(observer.Steps.Count == done, trainer, stop);
            Assert.Equal(TrainingOutcome.Interrupted, trainer.Run(stop.Token));
            Assert.False(trainer.Leave());
        }

        Assert.Equal(done, observer.Steps.Count);
        var (outcome, resumed) = Run(plan with { Resume = true });
        Assert.Equal(TrainingOutcome.Finished, outcome);
        Assert.Equal(done + 1, resumed.Steps[0].Step);
        AssertEqualRuns(whole, plan.RunFolder);
    }

    [Fact]
    public void A_run_that_was_left_while_its_batches_were_tried_starts_as_if_it_had_not_been()
    {
        var whole = Folder("whole");
        Run(TinyPlans.Of(whole));
        var plan = TinyPlans.Of(Folder("parts"));
        using var stop = new CancellationTokenSource();
        using (var trainer = new Trainer(plan, new RecordingObserver()))
        {
            trainer.StepStarting = _ => LeaveIf(true, trainer, stop);
            Assert.Throws<OperationCanceledException>(() => trainer.Run(stop.Token));
        }

        Run(plan with { Resume = true });
        AssertEqualRuns(whole, plan.RunFolder);
    }

    [Fact]
    public void A_row_of_an_epoch_that_is_done_again_does_not_stay_twice()
    {
        var plan = TinyPlans.Of(Folder("run"));
        Run(plan, stopAfterStep: 6);
        var history = Path.Combine(plan.RunFolder, "history.csv");
        File.AppendAllText(history, "2,8,9.9,1e-3,9,9,9,0,0,1,1,1,1\n");
        Run(plan with { Resume = true });
        Assert.Equal(["epoch", "1", "2", "3"], FinishedRun.Rows(plan.RunFolder).Select(row => row[0]));
        Assert.DoesNotContain("2,8,9.9,", File.ReadAllText(history), StringComparison.Ordinal);
    }

    [Fact]
    public void Stopping_between_epochs_keeps_the_scores_in_the_checkpoint()
    {
        var plan = TinyPlans.Of(Folder("run"));
        using var stop = new CancellationTokenSource();
        using (var trainer = new Trainer(plan, new RecordingObserver { AfterEpoch = _ => stop.Cancel() }))
        {
            Assert.Equal(TrainingOutcome.Interrupted, trainer.Run(stop.Token));
        }

        var (model, description) = ModelFile.Read(CheckpointStore.ResolveModel(plan.RunFolder), TorchSharp.torch.CPU);
        model.Dispose();
        Assert.Equal(["dev", "other"], description.DevWordErrorRates.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_finished_run_says_so_and_stays_as_it_is()
    {
        var plan = TinyPlans.Of(Folder("run"));
        Run(plan);
        var before = FinishedRun.In(plan.RunFolder);
        var (outcome, observer) = Run(plan with { Resume = true });
        Assert.Equal(TrainingOutcome.AlreadyFinished, outcome);
        Assert.Empty(observer.Steps);
        Assert.Equal(before, FinishedRun.In(plan.RunFolder));
    }

    [Fact]
    public void Without_a_checkpoint_it_starts_from_the_beginning_and_says_so()
    {
        var plan = TinyPlans.Of(Folder("run")) with { Resume = true };
        var (outcome, observer) = Run(plan);
        Assert.Equal(TrainingOutcome.Finished, outcome);
        Assert.Equal([$"{plan.RunFolder} holds no checkpoint to resume from; starting from the beginning"], observer.Notices);
        Assert.Equal(1, observer.Steps[0].Step);
    }

    [Fact]
    public void A_damaged_checkpoint_is_named_and_the_one_before_it_is_used()
    {
        var whole = Folder("whole");
        Run(TinyPlans.Of(whole));
        var plan = TinyPlans.Of(Folder("run"));
        Run(plan, stopAfterStep: 6);
        var last = Path.Combine(plan.RunFolder, "checkpoints", "step-00000006");
        var bytes = File.ReadAllBytes(Path.Combine(last, "optimizer.bin"));
        bytes[^1] ^= 1;
        File.WriteAllBytes(Path.Combine(last, "optimizer.bin"), bytes);
        var (_, observer) = Run(plan with { Resume = true });
        Assert.Equal(
            $"checkpoint {last} is damaged (optimizer.bin does not have the checksum it was written with); using the one before it",
            observer.Notices[0]);
        Assert.StartsWith("resuming after step 4, in epoch 2 of 3, from ", observer.Notices[1], StringComparison.Ordinal);
        AssertEqualRuns(whole, plan.RunFolder);
    }

    [Fact]
    public void Damaged_checkpoints_are_not_trained_over()
    {
        var plan = TinyPlans.Of(Folder("run"));
        Run(plan, stopAfterStep: 2);
        var checkpoint = Path.Combine(plan.RunFolder, "checkpoints", "step-00000002");
        File.Delete(Path.Combine(checkpoint, "DONE"));
        var fault = Assert.Throws<UserFault>(() => Run(plan with { Resume = true }));
        Assert.Equal(ExitCode.Model, fault.Code);
        Assert.Contains("step-00000002 (no DONE)", fault.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(checkpoint, "model.safetensors")));
    }

    [Fact]
    public void Other_threads_kernels_or_device_are_told_once_and_not_refused()
    {
        var plan = TinyPlans.Of(Folder("run"));
        Run(plan, stopAfterStep: 2);
        var checkpoint = Path.Combine(plan.RunFolder, "checkpoints", "step-00000002");
        var state = new CheckpointStore(plan.RunFolder).FindLast()!.Value.State;
        Assert.Equal("cpu", state.Device);
        Assert.NotEmpty(state.Kernels);
        Rewrite(checkpoint, "\"device\": \"cpu\"", "\"device\": \"cuda\"");
        Rewrite(checkpoint, $"\"kernels\": \"{state.Kernels}\"", "\"kernels\": \"other\"");
        Rewrite(checkpoint, $"\"threads\": {state.Threads}", "\"threads\": 77");
        plan = plan with { Resume = true };
        var (_, observer) = Run(plan, stopAfterStep: 5);
        Assert.Equal(
            $"{checkpoint} was computed otherwise "
            + $"(threads 77, now {state.Threads}; kernels other, now {state.Kernels}; device cuda, now cpu); "
            + "the result may not be bit for bit that of an uninterrupted run",
            observer.Notices[0]);
        Assert.StartsWith("resuming after step 5, ", Assert.Single(Run(plan).Observer.Notices), StringComparison.Ordinal);
    }

    [Fact]
    public void Other_options_are_refused_and_named()
    {
        var plan = TinyPlans.Of(Folder("run"));
        Run(plan, stopAfterStep: 2);
        var checkpoint = Path.Combine(plan.RunFolder, "checkpoints", "step-00000002");
        var first = plan.Train.Utterances[0];
        (TrainingPlan Plan, string Difference)[] others =
        [
            (plan with { Training = plan.Training with { LearningRate = 1e-3 } }, "training.learning_rate was 0.003, is 0.001"),
            (
                plan with { Training = plan.Training with { Seed = 18, Epochs = 4, Schedule = ScheduleShape.Linear } },
                "training.epochs was 3, is 4, training.schedule was \"cosine\", is \"linear\", training.seed was 17, is 18"),
            (plan with { Model = plan.Model with { Dropout = 0.2 } }, "model.dropout was 0.1, is 0.2"),
            (
                plan with { SpecAugment = plan.SpecAugment with { TimeMasks = 1 } },
                "augmentation.spec_augment.time_masks was 2, is 1"),
            (plan with { Batching = plan.Batching with { MaxUtterances = 4 } }, "batching.max_utterances was 3, is 4"),
            (
                plan with { Loading = plan.Loading with { SpeedFactors = [1.0] } },
                "augmentation.speed_factors was [0.95,1,1.05], is [1]"),
            (
                plan with { Loading = plan.Loading with { NarrowBandShare = 0.1 } },
                "augmentation.narrow_band_share was 0, is 0.1"),
            (plan with { Train = SpeechClips.Corpus("clips", 9) }, "the training corpus differs (10 utterances then, 9 now)"),
            (
                plan with { Train = plan.Train with { Utterances = [first with { Transcript = "a" }, .. plan.Train.Utterances.Skip(1)] } },
                "the training corpus differs (10 utterances as before, but with other ids, lengths or transcripts)"),
            (
                plan with { Dev = [SpeechClips.Corpus("dev", 3), plan.Dev[1]] },
                "the dev corpus dev differs (4 utterances then, 3 now)"),
            (plan with { Dev = [plan.Dev[0]] }, "data.dev was dev, other, is dev"),
        ];
        foreach (var (other, difference) in others)
        {
            var fault = Assert.Throws<UserFault>(() => new Trainer(other with { Resume = true }, new RecordingObserver()));
            Assert.Equal(ExitCode.Usage, fault.Code);
            Assert.Equal(
                $"{checkpoint} was trained with other options or other data than this configuration gives: {difference}; "
                + "resume with the configuration of that run (config.yaml in its folder), or train into another folder with --run-dir",
                fault.Message);
        }
    }

    [Fact]
    public void Another_precision_is_refused()
    {
        var plan = TinyPlans.Of(Folder("run"));
        Run(plan, stopAfterStep: 2);
        var other = plan with { Precision = AsrTrainer.Neural.Models.Precision.Bf16, Resume = true };
        var fault = Assert.Throws<UserFault>(() => new Trainer(other, new RecordingObserver()));
        Assert.Equal(ExitCode.Usage, fault.Code);
        Assert.EndsWith("was trained with --precision fp32; resume with the same, was bf16", fault.Message, StringComparison.Ordinal);
    }

    // Changes the state of a checkpoint together with its checksum.
    private static void Rewrite(string checkpoint, string from, string to)
    {
        var (path, done) = (Path.Combine(checkpoint, "state.json"), Path.Combine(checkpoint, "DONE"));
        string Sum() => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path)));
        var (before, text) = (Sum(), File.ReadAllText(path));
        Assert.Contains(from, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(from, to, StringComparison.Ordinal));
        File.WriteAllText(done, File.ReadAllText(done).Replace(before, Sum(), StringComparison.Ordinal));
    }

    private static void LeaveIf(bool isTime, Trainer trainer, CancellationTokenSource stop)
    {
        if (isTime)
        {
            stop.Cancel();
            Assert.True(trainer.Leave());
        }
    }

    private static void PowerFailure(TrainingProgress progress)
    {
        if (progress.Step == 7)
        {
            throw new TimeoutException("the power went out");
        }
    }

    private static (TrainingOutcome Outcome, RecordingObserver Observer) Run(TrainingPlan plan, long? stopAfterStep = null)
    {
        using var stop = new CancellationTokenSource();
        var observer = new RecordingObserver
        {
            AfterStep = progress =>
            {
                if (progress.Step == stopAfterStep)
                {
                    stop.Cancel();
                }
            },
        };
        using var trainer = new Trainer(plan, observer);
        return (trainer.Run(stop.Token), observer);
    }

    private static void AssertEqualRuns(string expected, string found)
    {
        var (left, right) = (FinishedRun.In(expected), FinishedRun.In(found));
        Assert.Equal(left.History, right.History);
        Assert.Equal(left.Checkpoints, right.Checkpoints);
        Assert.Equal(left.States, right.States);
        Assert.Equal(left.Hashes, right.Hashes);
    }

    private string Folder(string name) => Directory.CreateDirectory(folder.PathOf(name)).FullName;
}
