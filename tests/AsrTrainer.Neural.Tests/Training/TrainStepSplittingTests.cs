using System.Reflection;
using System.Runtime.InteropServices;
using AsrTrainer.Neural.Memory;
using AsrTrainer.Neural.Models;
using AsrTrainer.Neural.Training;
using AsrTrainer.Speech.Batching;
using static TorchSharp.torch;

namespace AsrTrainer.Neural.Tests.Training;

/// <summary>A batch that memory does not suffice for is trained in parts, as the step that the whole batch would have made.</summary>
public sealed class TrainStepSplittingTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly List<string> notices = [];

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(TinyPlans.Layers), MemberType = typeof(TinyPlans))]
    public void The_parts_make_the_step_of_the_whole_batch(string layers)
    {
        using var setting = new LayerSetting(layers);
        var whole = Train(layers, _ => { });
        Assert.Empty(notices);
        var parts = Train(layers, utterances => Fail(utterances > 2));
        Assert.StartsWith("step 4: not enough memory for 3 utterances of up to ", Assert.Single(notices), StringComparison.Ordinal);
        Assert.Contains(" at once; done in parts of 2, ", notices[0], StringComparison.Ordinal);
        var tolerance = layers == "bf16" ? 0.02 : 1e-5;
        Assert.True(parts.Result.Applied);
        Assert.Equal(whole.Result.Tokens, parts.Result.Tokens);
        Assert.Equal(1, parts.Result.LossSum / whole.Result.LossSum, tolerance);
        Assert.Equal(1, parts.Result.GradientNorm / whole.Result.GradientNorm, tolerance);
        Assert.Equal(whole.Result.BlankShare!.Value, parts.Result.BlankShare!.Value, 0.05);
        AssertNear(whole.Gradients, parts.Gradients, tolerance);
    }

    [Fact]
    public void What_a_failed_attempt_left_in_the_gradients_is_forgotten()
    {
        var whole = Train("fused gru", _ => { });

        // The second part of two fails when the first is in the gradients already.
        var starts = 0;
        var parts = Train("fused gru", _ => Fail(++starts is 1 or 3));
        Assert.Equal(1 + 2 + 3, starts);
        AssertNear(whole.Gradients, parts.Gradients, 1e-5);
    }

    [Fact]
    public void A_step_that_does_not_fit_by_single_utterances_is_left_out()
    {
        var left = Train("fused gru", _ => Fail(true));
        Assert.False(left.Result.Applied);
        Assert.False(left.Result.Fits);
        Assert.Empty(left.Gradients);
        using var fresh = Model(Plan("fused gru"));
        Assert.Equal(Values(fresh), left.Weights);
        Assert.Contains("nor for one of them alone; the step was left out", Assert.Single(notices), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_goes_on_after_steps_that_did_not_fit_and_counts_those_left_out()
    {
        var plan = TinyPlans.Of(folder.FullPath);
        var observer = new RecordingObserver();
        using var trainer = new Trainer(plan with { Training = plan.Training with { NonFiniteLimit = 1 } }, observer);
        var step = (TrainStep)typeof(Trainer).GetField("step", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(trainer)!;
        step.Starting = _ => Fail(observer.Steps.Count == 5);
        Assert.Equal(TrainingOutcome.Finished, trainer.Run(CancellationToken.None));
        Assert.StartsWith("step 6: not enough memory for ", Assert.Single(observer.Notices), StringComparison.Ordinal);
        Assert.Equal([0, 1, 0], observer.Epochs.Select(epoch => epoch.SkippedSteps));
        Assert.All(observer.Epochs, epoch => Assert.True(double.IsFinite(epoch.TrainLoss!.Value)));
    }

    [Fact]
    public void Without_a_splitting_the_failure_is_thrown_as_it_is()
    {
        var plan = Plan("fused gru");
        using var model = Model(plan);
        using var step = new TrainStep(plan.Training, plan.SpecAugment, plan.Device, plan.Precision, model) { Starting = _ => Fail(true) };
        Assert.Throws<ExternalException>(() => step.Run(Batch(plan, model), 0, 3, 1e-3));
    }

    private (StepResult Result, float[] Gradients, float[] Weights) Train(string layers, Action<int> starting)
    {
        var plan = Plan(layers);
        using var model = Model(plan);
        using var step = new TrainStep(plan, model, new BatchSplitting(notices.Add)) { Starting = starting };
        var result = step.Run(Batch(plan, model), 0, 3, 1e-3, look: true);
        using var scope = NewDisposeScope();
        var found = model.parameters().Select(p => p.grad).OfType<Tensor>();
        float[] gradients = [.. found.SelectMany(gradient => gradient.contiguous().data<float>().ToArray())];
        return (result, gradients, Values(model));
    }

    private static void Fail(bool now)
    {
        if (now)
        {
            throw new ExternalException("DefaultCPUAllocator: can't allocate memory: you tried to allocate 4096 bytes.");
        }
    }

    // Dropout goes by an element's place in its batch, so that whole and parts can be compared without it alone.
    private TrainingPlan Plan(string layers)
    {
        var plan = TinyPlans.With(layers, folder.FullPath);
        return plan with { Model = plan.Model with { Dropout = 0 } };
    }

    private static SpeechModel Model(TrainingPlan plan)
    {
        manual_seed(plan.Training.Seed);
        return new SpeechModel(plan.Features, plan.Model, plan.Alphabet.Size);
    }

    private static AudioBatch Batch(TrainingPlan plan, SpeechModel model)
    {
        var loader = new BatchLoader(plan.Train.Utterances, plan.Alphabet, plan.Loading with { Timing = model.Timing });
        return loader.Load([[0, 4, 7]], epoch: 0).Single();
    }

    private static float[] Values(SpeechModel model)
    {
        using var scope = NewDisposeScope();
        return [.. model.parameters().SelectMany(p => p.detach().contiguous().data<float>().ToArray())];
    }

    private static void AssertNear(float[] expected, float[] found, double tolerance)
    {
        Assert.Equal(expected.Length, found.Length);
        var largest = expected.Max(Math.Abs);
        Assert.True(largest > 0);
        Assert.All(expected.Zip(found), pair => Assert.Equal(0, (pair.First - pair.Second) / largest, tolerance));
    }
}
