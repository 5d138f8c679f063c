using AsrTrainer.Neural.Frontend;
using AsrTrainer.Neural.Models;
using TorchSharp;
using TorchSharp.BeyondTorchSharp;
using static TorchSharp.torch;

namespace AsrTrainer.Neural.Tests.Models;

/// <summary>
/// Gradients are checked, not believed: libtorch 1.13 returns uninitialised memory from GELU's backward pass when a batch-first GRU
/// follows, which no look at the loss reveals. The whole model in single precision against itself in double, with dirty memory in
/// between.
/// </summary>
public sealed class GradientTests : IDisposable
{
    private const double Tolerance = 1e-3;

    private static readonly FrontendOptions Features = new();
    private static readonly long[] Frames = [120, 111, 97, 64];

    private static readonly ModelOptions Options = new()
    {
        CnnChannels = 8,
        CnnBlocks = 2,
        ProjectionWidth = 48,
        RnnBlocks = 3,
        RnnWidth = 48,
        HeadWidth = 48,
        Dropout = 0,
    };

    private readonly DisposeScope scope = NewDisposeScope();

    public static TheoryData<bool, RecurrentCell> Paths =>
        new() { { true, RecurrentCell.Gru }, { false, RecurrentCell.Gru }, { true, RecurrentCell.Lstm } };

    public void Dispose()
    {
        FusedLayers.Enabled = true;
        scope.Dispose();
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void In_single_precision_they_are_those_of_double_precision_five_times_over(bool fused, RecurrentCell cell)
    {
        var options = Options with { Cell = cell };
        FusedLayers.Enabled = fused;
        var (features, tokens) = Batch();
        using var doubles = Make(options).to(ScalarType.Float64);
        var expected = Gradients(doubles, features.to(ScalarType.Float64), tokens);
        using var singles = Make(options);
        var sizes = Sizes(singles);
        for (var repetition = 0; repetition < 5; repetition++)
        {
            DirtyMemory.Leave(sizes);
            AssertClose(expected, Gradients(singles, features, tokens), repetition);
        }
    }

    [Fact]
    public void With_dropout_the_gradient_is_that_of_the_masked_model()
    {
        // The masks are a function of (seed, step), so that the loss has a derivative: a step along the gradient g changes it by h |g|^2.
        using var model = Make(Options with { Dropout = 0.3 });
        var (features, tokens) = Batch();
        var context = new ForwardContext(Training: true, Seed: 3, Step: 7);
        double Loss() => CtcObjective.Loss(model.ForwardFeatures(features, Frames, context), tokens).ToDouble();
        var gradients = Gradients(model, features, tokens, context);
        var squared = gradients.Values.Sum(g => g.square().sum().ToDouble());
        var h = 1e-2 / Math.Sqrt(squared);
        double[] sides = [.. ((int[])[1, -2]).Select(times => { Move(model, gradients, times * h); return Loss(); })];
        Assert.InRange((sides[0] - sides[1]) / (2 * h * squared), 0.98, 1.02);
    }

    [Fact]
    public void In_bf16_they_point_the_same_way_or_the_error_says_what_is_needed()
    {
        var (features, tokens) = Batch();
        using var model = Make(Options);
        var bf16 = new ForwardContext(Precision.Bf16);
        if (!FusedLayers.HasBFloat16)
        {
            Assert.Contains(
                "AVX512_BF16",
                Assert.Throws<NotSupportedException>(() => Gradients(model, features, tokens, bf16)).Message,
                StringComparison.Ordinal);
            return;
        }

        DirtyMemory.Leave(Sizes(model));
        var (rounded, exact) = (Gradients(model, features, tokens, bf16), Gradients(model, features, tokens));
        Tensor Whole(Dictionary<string, Tensor> gradients) => cat([.. exact.Keys.Select(name => gradients[name].reshape(-1))], 0);
        var (a, b) = (Whole(rounded), Whole(exact));

        // Eight bits of each factor: the gradient is right to some hundredths.
        Assert.InRange(a.sub(b).norm().ToDouble() / b.norm().ToDouble(), 0, 0.05);
    }

    private static SpeechModel Make(ModelOptions options)
    {
        manual_seed(11);
        return new SpeechModel(Features, options, TinyModels.Vocabulary);
    }

    private static (Tensor Features, int[][] Tokens) Batch()
    {
        manual_seed(12);
        var features = randn(Frames.Length, Features.Mels, Frames.Max());
        for (var b = 1; b < Frames.Length; b++)
        {
            features[b].narrow(1, Frames[b], Frames.Max() - Frames[b]).zero_();
        }

        return (features, [[1, 2, 2, 3, 7, 1, 4, 5, 6, 1], [5, 5, 4, 3, 2, 1, 1], [6, 2, 3, 4, 7, 7, 1, 2], [3]]);
    }

    private static Dictionary<string, Tensor> Gradients(SpeechModel model, Tensor features, int[][] tokens, ForwardContext? context = null)
    {
        model.zero_grad();
        CtcObjective.Loss(model.ForwardFeatures(features, Frames, context ?? ForwardContext.Inference), tokens).backward();
        return model.named_parameters().ToDictionary(
            entry => entry.name, entry => entry.parameter.grad!.to(ScalarType.Float64, copy: true));
    }

    private static void AssertClose(Dictionary<string, Tensor> expected, Dictionary<string, Tensor> found, int repetition)
    {
        var whole = Math.Sqrt(expected.Values.Sum(g => g.square().sum().ToDouble()));
        foreach (var (name, gradient) in expected)
        {
            // conv1's bias moves all bands of a frame alike, which norm2 takes away again: its gradient is truly zero.
            var scale = name.EndsWith("conv1.bias", StringComparison.Ordinal) ? whole : gradient.norm().ToDouble();
            var distance = found[name].sub(gradient).norm().ToDouble() / scale;
            Assert.True(distance < Tolerance, $"repetition {repetition}, {name}: relative distance {distance:g3}, allowed {Tolerance:g3}");
        }
    }

    // What the passes allocate: parameters, images, sequences, the gates of the GRU.
    private static long[] Sizes(SpeechModel model)
    {
        var (batch, frames) = (Frames.Length, Frames.Max() / 2);
        var valid = Frames.Sum(n => n / 2);
        return
        [
            .. model.parameters().Select(p => p.numel()),
            batch * 8 * 40 * frames, batch * 8 * 40, batch * 80 * frames * 2,
            .. ((long[])[1, 8, 48, 96, 144, 192, 288, 384]).SelectMany(width => (long[])[batch * frames * width, valid * width]),
        ];
    }

    private static void Move(SpeechModel model, Dictionary<string, Tensor> gradients, double length)
    {
        using var quiet = no_grad();
        foreach (var (name, parameter) in model.named_parameters())
        {
            parameter.add_(gradients[name].mul(length).to(parameter.dtype));
        }
    }
}
