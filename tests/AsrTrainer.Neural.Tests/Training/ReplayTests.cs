using System.Text.Json.Nodes;
using AsrTrainer.Neural.Models;
using AsrTrainer.Neural.Tests.Checkpoints;
using AsrTrainer.Neural.Training;
using AsrTrainer.Speech.Faults;
using static TorchSharp.torch;

namespace AsrTrainer.Neural.Tests.Training;

/// <summary>A step that a run left out can be done again from what it kept, and gives what it gave.</summary>
public sealed class ReplayTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_step_whose_weights_were_no_numbers_is_found_so_again()
    {
        var kept = Keep(float.NaN);
        var findings = Replayer.Run(kept, CPU, Precision.Fp32);
        Assert.False(findings.IsFinite);
        Assert.Equal(["head.output.bias"], findings.Weights);
        Assert.Contains("head.output.bias", findings.Gradients);
        Assert.Equal((2, 0), (findings.Moment.Step, findings.Moment.Epoch));
        Assert.NotEmpty(findings.Utterances);
        Assert.All(findings.Utterances, one =>
        {
            Assert.True(File.Exists(one.Path), one.Path);
            Assert.True(one.Seconds > 0.3 && one.Peak is > 0 and <= 1 && one.Frames >= one.RequiredFrames, one.Id);
            Assert.NotEmpty(one.Transcript);
            Assert.False(double.IsFinite(one.Loss));
        });
    }

    [Fact]
    public void A_step_with_finite_numbers_gives_the_loss_that_it_gave_bit_for_bit()
    {
        // Nothing was wrong with this step: it is kept through the same code, and its result is known from the run.
        var plan = TinyPlans.Of(folder.FullPath);
        using var model = new SpeechModel(plan.Features, plan.Model, plan.Alphabet.Size);
        using var step = new TrainStep(plan, model);
        model.train();
        var batch = SpeechClips.Batch(plan);
        var steps = new NonFiniteSteps(plan, new RecordingObserver(), model);
        steps.Report(new() { Step = 5, SkippedInARow = 1 }, batch, new StepResult(3, 2, 1, false), 1e-3);
        var expected = step.Run(batch, epoch: 0, step: 4, learningRate: 1e-3);
        var findings = Replayer.Run(folder.PathOf("replay", "step-00000005"), CPU, Precision.Fp32);
        Assert.Equal(expected.LossSum / expected.Tokens, findings.Loss);
        Assert.Equal(expected.GradientNorm, findings.GradientNorm);
        Assert.True(findings.IsFinite);
        Assert.Empty(findings.Weights);
        Assert.Empty(findings.Gradients);
        Assert.Equal((1.5, 1), (findings.Moment.Loss, findings.Moment.GradientNorm));
    }

    [Fact]
    public void Of_a_run_that_diverges_only_the_first_steps_are_kept()
    {
        Keep(float.NaN, steps: 9);
        Assert.Equal(
            ["step-00000003", "step-00000004"], Directory.GetDirectories(folder.PathOf("replay")).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void What_was_not_kept_for_replay_is_refused_by_name()
    {
        var missing = folder.PathOf("nothing");
        var fault = Assert.Throws<UserFault>(() => ReplayFolder.ReadMoment(missing));
        Assert.Equal(ExitCode.Model, fault.Code);
        Assert.StartsWith($"{missing}: no such file; give a batch.safetensors", fault.Message, StringComparison.Ordinal);
        var model = Path.Combine(Path.GetDirectoryName(Keep(float.NaN))!, "model.safetensors");
        fault = Assert.Throws<UserFault>(() => ReplayFolder.ReadMoment(model));
        Assert.Equal($"{model}: not a batch kept for replay: its metadata lacks a usable asr.replay", fault.Message);
        File.WriteAllText(missing, "{}");
        Assert.Equal(ExitCode.Model, Assert.Throws<UserFault>(() => ReplayFolder.ReadMoment(missing)).Code);
    }

    [Theory]
    [InlineData("utterances", "null")]
    [InlineData("utterances", "[null,\"b\"]")]
    [InlineData("paths", "[]")]
    [InlineData("training", "null")]
    [InlineData("spec_augment", "null")]
    [InlineData("learning_rate", "\"NaN\"")]
    [InlineData("step", "9223372036854775807")]
    [InlineData("threads", "1025")]
    public void A_moment_that_nobody_could_have_kept_is_refused(string key, string value) =>
        Assert.StartsWith(
            "not a batch kept for replay: ", Refusal(moment => moment[key] = JsonNode.Parse(value)), StringComparison.Ordinal);

    [Fact]
    public void Options_that_a_configuration_could_not_have_are_refused_as_there()
    {
        Assert.Equal(
            "not a batch kept for replay: its FrequencyMasks must be 0 to 10, was 2000000000",
            Refusal(moment => moment["spec_augment"]!["frequency_masks"] = 2_000_000_000));
        Assert.Equal(
            "not a batch kept for replay: its GradientClip must be > 0, was -1",
            Refusal(moment => moment["training"]!["gradient_clip"] = -1));
    }

    [Fact]
    public void Who_does_a_step_again_can_be_interrupted() =>
        Assert.Throws<OperationCanceledException>(
            () => Replayer.Run(Keep(float.NaN), CPU, Precision.Fp32, new CancellationToken(canceled: true)));

    // What a changed moment is refused with.
    private string Refusal(Action<JsonNode> change)
    {
        var kept = Keep(float.NaN);
        File.WriteAllBytes(kept, UncheckedFile.With(UncheckedFile.Of(File.ReadAllBytes(kept)), "asr.replay", text =>
        {
            var moment = JsonNode.Parse(text)!;
            change(moment);
            return moment.ToJsonString();
        }));
        var fault = Assert.Throws<UserFault>(() => Replayer.Run(kept, CPU, Precision.Fp32));
        Assert.Equal(ExitCode.Model, fault.Code);
        Assert.StartsWith($"{kept}: ", fault.Message, StringComparison.Ordinal);
        return fault.Message[(kept.Length + 2)..];
    }

    // A run whose weights are spoilt after its second step, and what it kept of the third.
    private string Keep(float value, int steps = 1)
    {
        var plan = TinyPlans.Of(folder.FullPath);
        SpeechModel model = null!;
        var observer = new RecordingObserver
        {
            AfterStep = progress =>
            {
                if (progress.Step == 2)
                {
                    using var quiet = no_grad();
                    model.named_parameters().Single(one => one.name == "head.output.bias").parameter.fill_(value);
                }
            },
        };
        using var trainer = new Trainer(plan with { Training = plan.Training with { NonFiniteLimit = steps } }, observer);
        model = trainer.Model;
        Assert.Equal(ExitCode.Diverged, Assert.Throws<UserFault>(() => trainer.Run(CancellationToken.None)).Code);
        return folder.PathOf("replay", "step-00000003", "batch.safetensors");
    }
}
