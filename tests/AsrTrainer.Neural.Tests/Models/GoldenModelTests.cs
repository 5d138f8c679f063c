using AsrTrainer.Neural.Models;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AsrTrainer.Neural.Tests.Models;

/// <summary>The whole model with imported weights against PyTorch, forward and backward; in single precision through the fused
/// layers.</summary>
public sealed class GoldenModelTests : IDisposable
{
    private static readonly ModelOptions Options = new()
    {
        CnnChannels = 4,
        CnnBlocks = 2,
        ProjectionWidth = 12,
        RnnBlocks = 2,
        RnnWidth = 10,
        HeadWidth = 10,
        Dropout = 0,
    };

    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    // Double precision: the order of sums. Single: rounding through ten layers, relative to the norm of what is compared.
    public static TheoryData<ScalarType, double> Precisions => new() { { ScalarType.Float64, 1e-9 }, { ScalarType.Float32, 1e-4 } };

    [Theory]
    [MemberData(nameof(Precisions))]
    public void Log_probabilities_losses_and_every_gradient_are_PyTorchs(ScalarType dtype, double tolerance)
    {
        var golden = new GoldenFile("model");
        using var model = Import(golden, dtype);
        var features = golden["features"].to(dtype, copy: true).requires_grad_();
        var featureFrames = golden.Integers("feature_lengths");
        var output = model.ForwardFeatures(features, featureFrames, ForwardContext.Inference);
        Assert.Equal(golden.Integers("lengths"), output.Frames);
        AssertFrames(golden["log_probs"], output.LogProbs, output.Frames, tolerance, "log_probs");

        var losses = CtcObjective.PerUtterance(output, golden.Targets());
        AssertClose(golden["loss_per_utterance"], losses, tolerance, "loss_per_utterance");

        // The file's loss is the sum over utterances divided by their number.
        losses.sum().div(losses.numel()).backward();
        AssertFrames(golden["grad.features"].transpose(1, 2), features.grad!.transpose(1, 2), featureFrames, tolerance, "grad.features");
        var whole = Math.Sqrt(model.named_parameters().Sum(entry => golden[$"grad.{entry.name}"].square().sum().ToDouble()));
        foreach (var (name, parameter) in model.named_parameters())
        {
            AssertClose(
                golden[$"grad.{name}"],
                parameter.grad!,
                tolerance,
                name,
                name.EndsWith("conv1.bias", StringComparison.Ordinal) ? whole : null);
        }
    }

    [Theory]
    [MemberData(nameof(Precisions))]
    public void Each_part_alone_is_PyTorchs(ScalarType dtype, double tolerance)
    {
        var golden = new GoldenFile("model");
        using var model = Import(golden, dtype);
        var frames = golden.Integers("lengths");
        using var shape = new SequenceShape(frames, dtype, CPU);
        var parts = model.named_modules().ToDictionary(entry => entry.name, entry => entry.module);
        Tensor Activation(string name) => golden[$"activation.{name}"].to(dtype);
        void Check(string name, Tensor found)
        {
            // Images (B,C,F,T) and sequences (B,T,F): compared frame by frame, time first.
            var expected = golden[$"activation.{name}"];
            var images = expected.dim() == 4;
            AssertFrames(
                images ? expected.permute(0, 3, 1, 2) : expected, images ? found.permute(0, 3, 1, 2) : found, frames, tolerance, name);
        }

        Check("stem", ((Conv2d)parts["stem"]).call(golden["features"].to(dtype).unsqueeze(1)).mul(shape.ImageMask));
        Check("cnn.0", ((ResidualCnnBlock)parts["cnn.0"]).Forward(Activation("stem"), shape, ForwardContext.Inference));
        Check("cnn.1", ((ResidualCnnBlock)parts["cnn.1"]).Forward(Activation("cnn.0"), shape, ForwardContext.Inference));
        Check("projection", ((Linear)parts["projection"]).call(Activation("cnn.1").permute(0, 3, 1, 2).reshape(3, frames.Max(), -1)));
        Check("rnn.0", ((SequenceBlock)parts["rnn.0"]).Apply(Activation("projection"), shape, ForwardContext.Inference));
        Check("rnn.1", ((SequenceBlock)parts["rnn.1"]).Apply(Activation("rnn.0"), shape, ForwardContext.Inference));
        AssertFrames(
            golden["log_probs"],
            ((CtcHead)parts["head"]).Forward(Activation("rnn.1"), ForwardContext.Inference),
            frames,
            tolerance,
            "head");
    }

    private static SpeechModel Import(GoldenFile golden, ScalarType dtype)
    {
        var model = new SpeechModel(TinyModels.Features, Options, TinyModels.Vocabulary);
        using (no_grad())
        {
            foreach (var (name, parameter) in model.named_parameters())
            {
                parameter.copy_(golden[name]);
            }
        }

        return model.to(dtype);
    }

    private static void AssertFrames(Tensor expected, Tensor found, IReadOnlyList<long> frames, double tolerance, string what)
    {
        for (var b = 0; b < frames.Count; b++)
        {
            AssertClose(expected[b].narrow(0, 0, frames[b]), found[b].narrow(0, 0, frames[b]), tolerance, $"{what}, utterance {b}");
        }
    }

    private static void AssertClose(Tensor expected, Tensor found, double tolerance, string what, double? scale = null)
    {
        Assert.Equal(expected.shape, found.shape);
        var distance = found.detach().to(ScalarType.Float64).sub(expected).norm().ToDouble() / (scale ?? expected.norm().ToDouble());
        Assert.True(distance <= tolerance, $"{what}: relative distance {distance:g3}, allowed {tolerance:g3}");
    }
}
