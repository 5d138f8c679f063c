using AsrTrainer.Neural.Checkpoints;
using AsrTrainer.Neural.Models;
using AsrTrainer.Neural.Training;
using AsrTrainer.Speech.Faults;
using static TorchSharp.torch;

namespace AsrTrainer.Neural.Tests.Training;

public sealed class TrainerTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Progress_counts_steps_and_epochs_and_stays_within_its_bounds()
    {
        var observer = new RecordingObserver();
        using var trainer = new Trainer(TinyPlans.Of(folder.FullPath), observer);
        Assert.Equal(TrainingOutcome.Finished, trainer.Run(CancellationToken.None));
        Assert.Equal(Enumerable.Range(1, 12).Select(i => (long)i), observer.Steps.Select(p => p.Step));
        Assert.Equal([1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3], observer.Steps.Select(p => p.Epoch));
        Assert.All(observer.Steps, p =>
        {
            Assert.Equal((3, 12), (p.Epochs, p.Steps));
            Assert.InRange(p.WaitShare, 0, 1);
            Assert.True(p.AudioSecondsPerSecond > 0 && p.Loss > 0 && p.Eta >= TimeSpan.Zero);
        });
        Assert.True(observer.Steps[^1].Eta < TimeSpan.FromMinutes(1), "nothing but an evaluation is left");
        Assert.Empty(observer.Notices);
    }

    [Fact]
    public void The_history_has_a_row_an_epoch_with_the_scores_of_each_dev_set()
    {
        var observer = new RecordingObserver();
        var plan = TinyPlans.Of(folder.FullPath);
        plan = plan with { Training = plan.Training with { EvaluateEvery = 2 } };
        using (var trainer = new Trainer(plan, observer))
        {
            trainer.Run(CancellationToken.None);
        }

        var rows = FinishedRun.Rows(folder.FullPath);
        Assert.Equal(
            "epoch,step,train_loss,learning_rate,audio_seconds,train_seconds,audio_x,wait_share,skipped_steps,"
            + "dev_wer,dev_cer,other_wer,other_cer",
            string.Join(',', rows[0]));
        Assert.Equal(["1", "2", "3"], rows.Skip(1).Select(row => row[0]));
        Assert.Equal(["4", "8", "12"], rows.Skip(1).Select(row => row[1]));
        Assert.All(rows[1][9..], score => Assert.Equal("", score));
        Assert.All(
            rows[2][9..].Concat(rows[3][9..]),
            score => Assert.InRange(double.Parse(score, System.Globalization.CultureInfo.InvariantCulture), 0, 10));
        Assert.Equal([0, 2, 2], observer.Epochs.Select(epoch => epoch.Dev.Count));
        Assert.False(observer.Epochs[0].IsBest);
        Assert.True(observer.Epochs[1].IsBest);
    }

    [Fact]
    public void Without_dev_sets_the_last_checkpoint_is_the_best()
    {
        var observer = new RecordingObserver();
        using var trainer = new Trainer(TinyPlans.Of(folder.FullPath) with { Dev = [] }, observer);
        Assert.Equal(TrainingOutcome.Finished, trainer.Run(CancellationToken.None));
        Assert.All(observer.Epochs, epoch => Assert.True(epoch.IsBest));
        var last = folder.PathOf("checkpoints", "step-00000012");
        Assert.Equal(Path.Combine(last, "model.safetensors"), CheckpointStore.ResolveModel(folder.FullPath));
    }

    // The stem's NaN must pass every layer to reach the loss: a GRU whose vector tanh clamps would swallow it.
    [Theory]
    [InlineData("head.output.bias")]
    [InlineData("stem.weight")]
    public void A_step_that_is_not_finite_is_left_out_counted_and_named(string poisoned)
    {
        SpeechModel model = null!;
        var healthy = 0f;
        float[] after = [];
        var observer = new RecordingObserver
        {
            AfterStep = progress =>
            {
                using var scope = NewDisposeScope();
                if (progress.Step == 2)
                {
                    healthy = Poison(model, float.NaN, poisoned);
                }
                else if (progress.Step == 3)
                {
                    Poison(model, healthy, poisoned);
                    after = Values(model);
                }
            },
        };
        using var trainer = new Trainer(TinyPlans.Of(folder.FullPath), observer);
        model = trainer.Model;
        Assert.Equal(TrainingOutcome.Finished, trainer.Run(CancellationToken.None));
        var notice = Assert.Single(observer.Notices);
        Assert.Matches(
            "^step 3: loss NaN, gradient norm NaN; the step was left out; utterances 1-[0-9-]+(, 1-[0-9-]+)*; "
            + "look at it with: asr train --replay .*/replay/step-00000003/batch\\.safetensors$",
            notice);
        Assert.Equal([1, 0, 0], observer.Epochs.Select(epoch => epoch.SkippedSteps));
        Assert.Equal(["1", "0", "0"], FinishedRun.Rows(folder.FullPath).Skip(1).Select(row => row[8]));
        Assert.All(observer.Epochs, epoch => Assert.True(double.IsFinite(epoch.TrainLoss!.Value)));
        Assert.All(after, value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void Steps_in_a_row_that_are_not_finite_stop_the_run_at_the_limit()
    {
        var plan = TinyPlans.Of(folder.FullPath);
        plan = plan with { Training = plan.Training with { NonFiniteLimit = 3 } };
        SpeechModel model = null!;
        var observer = new RecordingObserver
        {
            AfterStep = progress =>
            {
                if (progress.Step == 5)
                {
                    Poison(model, float.PositiveInfinity);
                }
            },
        };
        using var trainer = new Trainer(plan, observer);
        model = trainer.Model;
        var fault = Assert.Throws<UserFault>(() => trainer.Run(CancellationToken.None));
        Assert.Equal(ExitCode.Diverged, fault.Code);
        Assert.StartsWith(
            "training diverged: 3 steps in a row had a loss or gradient that is not finite (training.non_finite_limit), "
            + "the last with utterances 1-",
            fault.Message,
            StringComparison.Ordinal);
        Assert.EndsWith("; lower training.learning_rate or look at these utterances", fault.Message, StringComparison.Ordinal);
        Assert.Equal(["step 6", "step 7", "step 8"], observer.Notices.Select(line => line.Split(':')[0]));

        // What was good before is still there, and what holds infinities is not saved.
        Assert.Equal(["step-00000004"], Directory.GetDirectories(folder.PathOf("checkpoints")).Select(Path.GetFileName));
    }

    [Fact]
    public void Divergence_with_weights_that_are_finite_leaves_a_checkpoint()
    {
        var plan = TinyPlans.Of(folder.FullPath);
        plan = plan with { Training = plan.Training with { NonFiniteLimit = 2 } };
        SpeechModel model = null!;
        var observer = new RecordingObserver
        {
            AfterStep = progress =>
            {
                if (progress.Step == 5)
                {
                    // Finite itself, but the loss is not.
                    Poison(model, 3e38f);
                }
            },
        };
        using (var trainer = new Trainer(plan, observer))
        {
            model = trainer.Model;
            Assert.Equal(ExitCode.Diverged, Assert.Throws<UserFault>(() => trainer.Run(CancellationToken.None)).Code);
        }

        Assert.Equal(7, new CheckpointStore(folder.FullPath).FindLast()!.Value.State.Step);
        Assert.Equal(
            $"stopped after step 7; a checkpoint is in {folder.FullPath}, those before it are kept; --resume goes on after the steps that "
            + "were left out; if it comes to this again, train anew",
            observer.Notices[^1]);
    }

    [Fact]
    public void A_learning_rate_that_is_far_too_high_ends_as_divergence()
    {
        var plan = TinyPlans.Of(folder.FullPath);
        plan = plan with { Training = plan.Training with { LearningRate = 1e30, NonFiniteLimit = 2 } };
        using var trainer = new Trainer(plan, new RecordingObserver());
        Assert.Equal(ExitCode.Diverged, Assert.Throws<UserFault>(() => trainer.Run(CancellationToken.None)).Code);
    }

    [Fact]
    public void Divergence_that_only_scoring_finds_is_divergence_and_leaves_no_checkpoint()
    {
        // Four steps an epoch: too few for the limit of non-finite steps to be met.
        var plan = TinyPlans.Of(folder.FullPath);
        plan = plan with { Training = plan.Training with { LearningRate = 1e30 } };
        using var trainer = new Trainer(plan, new RecordingObserver());
        var fault = Assert.Throws<UserFault>(() => trainer.Run(CancellationToken.None));
        Assert.Equal(ExitCode.Diverged, fault.Code);
        Assert.Equal(
            "training diverged: the model's output is not a number for the dev corpus dev after epoch 1; "
            + "lower training.learning_rate (it is 1e+30) and train into another folder with --run-dir",
            fault.Message);
        Assert.Null(new CheckpointStore(folder.FullPath).FindLast());
    }

    [Fact]
    public void Weights_that_are_not_finite_after_an_epoch_are_divergence_without_dev_sets_too()
    {
        SpeechModel model = null!;
        var observer = new RecordingObserver
        {
            AfterStep = progress =>
            {
                if (progress.Step == 8)
                {
                    Poison(model, float.NaN);
                }
            },
        };
        using var trainer = new Trainer(TinyPlans.Of(folder.FullPath) with { Dev = [] }, observer);
        model = trainer.Model;
        var fault = Assert.Throws<UserFault>(() => trainer.Run(CancellationToken.None));
        Assert.Equal(ExitCode.Diverged, fault.Code);
        Assert.StartsWith("training diverged: weights are not finite after epoch 2; lower ", fault.Message, StringComparison.Ordinal);
        Assert.Equal(4, new CheckpointStore(folder.FullPath).FindLast()!.Value.State.Step);
    }

    [Fact]
    public void An_epoch_in_which_no_step_counted_has_no_loss()
    {
        SpeechModel model = null!;
        var healthy = 0f;
        var observer = new RecordingObserver
        {
            AfterEpoch = result => healthy = result.Epoch == 1 ? Poison(model, float.NaN) : healthy,
            AfterStep = progress =>
            {
                if (progress.Step == 8)
                {
                    Poison(model, healthy);
                }
            },
        };
        using var trainer = new Trainer(TinyPlans.Of(folder.FullPath), observer);
        model = trainer.Model;
        Assert.Equal(TrainingOutcome.Finished, trainer.Run(CancellationToken.None));
        Assert.Equal([false, true, false], observer.Epochs.Select(epoch => epoch.TrainLoss is null));
        Assert.Equal([false, true, false], FinishedRun.Rows(folder.FullPath).Skip(1).Select(row => row[2].Length == 0));
        Assert.Null(observer.Steps[4].Loss);
        Assert.NotNull(observer.Steps[3].Loss);
    }

    [Fact]
    public void Two_runs_of_one_plan_give_the_same_bytes()
    {
        var first = Directory.CreateDirectory(folder.PathOf("a")).FullName;
        var second = Directory.CreateDirectory(folder.PathOf("b")).FullName;
        foreach (var run in (string[])[first, second])
        {
            using var trainer = new Trainer(TinyPlans.Of(run), new RecordingObserver());
            trainer.Run(CancellationToken.None);
        }

        Assert.Equal(FinishedRun.In(first), FinishedRun.In(second));
    }

    // Puts a value into the first element of a parameter and gives what was there.
    private static float Poison(SpeechModel model, float value, string name = "head.output.bias")
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var first = model.named_parameters().Single(entry => entry.name == name).parameter.view(-1)[0];
        var before = first.item<float>();
        first.fill_(value);
        return before;
    }

    private static float[] Values(SpeechModel model) =>
        [.. model.parameters().SelectMany(p => p.detach().contiguous().data<float>().ToArray())];
}
