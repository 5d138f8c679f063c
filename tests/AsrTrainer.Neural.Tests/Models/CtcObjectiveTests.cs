using AsrTrainer.Neural.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace AsrTrainer.Neural.Tests.Models;

/// <summary>The loss against PyTorch: repeated tokens, an empty transcript, just enough frames; and its scale.</summary>
public sealed class CtcObjectiveTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Theory]
    [InlineData(ScalarType.Float64, 1e-11)]
    [InlineData(ScalarType.Float32, 2e-5)] // Rounding of a dozen sums of exponentials.
    public void Losses_and_gradients_are_PyTorchs(ScalarType dtype, double tolerance)
    {
        var golden = new GoldenFile("ctc");
        var (logits, output) = Output(golden, dtype);
        var losses = CtcObjective.PerUtterance(output, golden.Targets());
        AssertClose(golden["loss.none"], losses, tolerance);
        losses.mul(golden["utterance_weights"].to(dtype)).sum().backward();
        AssertClose(golden["grad_logits.none"], logits.grad!, tolerance);
    }

    [Fact]
    public void The_golden_transcripts_hold_repeats_an_empty_one_and_one_with_just_enough_frames()
    {
        var golden = new GoldenFile("ctc");
        var targets = golden.Targets();
        var frames = golden.Integers("input_lengths");
        Assert.Contains(targets, tokens => tokens.Length == 0);
        Assert.Contains(targets, tokens => tokens.Zip(tokens.Skip(1)).Any(pair => pair.First == pair.Second));
        Assert.Contains(targets.Zip(frames), pair => Speech.Timing.CtcFeasibility.RequiredFrames(pair.First) == pair.Second);
    }

    [Fact]
    public void The_loss_of_a_batch_is_in_nats_per_token()
    {
        var golden = new GoldenFile("ctc");
        var (logits, output) = Output(golden, ScalarType.Float64);
        var tokens = golden.Integers("target_lengths").Sum();
        var loss = CtcObjective.Loss(output, golden.Targets());
        Assert.Equal(golden["loss.sum"].ToDouble() / tokens, loss.ToDouble(), 11);
        loss.backward();
        AssertClose(golden["grad_logits.sum"].div(tokens), logits.grad!, 1e-11);
    }

    [Fact]
    public void Only_empty_transcripts_give_a_finite_loss()
    {
        // Every frame must be blank: two frames at probability 1/4.
        var output = new ModelOutput(zeros(1, 2, 4).log_softmax(2), [2]);
        Assert.Equal(2 * Math.Log(4), CtcObjective.Loss(output, [[]]).ToDouble(), 5);
    }

    [Fact]
    public void Frames_beyond_an_utterance_do_not_count()
    {
        manual_seed(1);
        var logits = randn(2, 9, 5);
        var changed = logits.clone();
        changed[1].narrow(0, 6, 3).fill_(100);
        Tensor Losses(Tensor values) => CtcObjective.PerUtterance(new ModelOutput(values.log_softmax(2), [9, 6]), [[1, 2, 2], [3, 4]]);
        Assert.Equal(0, Losses(logits).sub(Losses(changed)).abs().max().ToDouble());
    }

    private static (Tensor Logits, ModelOutput Output) Output(GoldenFile golden, ScalarType dtype)
    {
        var logits = golden["logits"].to(dtype, copy: true).requires_grad_();
        return (logits, new ModelOutput(logits.log_softmax(2), golden.Integers("input_lengths")));
    }

    private static void AssertClose(Tensor expected, Tensor found, double tolerance)
    {
        Assert.Equal(expected.shape, found.shape);
        var difference = found.detach().to(ScalarType.Float64).sub(expected).abs().max().ToDouble();
        Assert.True(difference <= tolerance, $"differs by {difference:g3}, allowed {tolerance:g3}");
    }
}
