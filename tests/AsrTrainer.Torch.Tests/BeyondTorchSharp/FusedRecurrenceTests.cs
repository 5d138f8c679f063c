using TorchSharp;
using TorchSharp.BeyondTorchSharp;
using static TorchSharp.torch;

namespace AsrTrainer.Torch.Tests.BeyondTorchSharp;

/// <summary>The recurrent block against its parts one after another, in double precision without the fused kernels, and the bf16 linear
/// layer against double precision of its rounded factors.</summary>
[Collection(ProcessWideSettings.Name)]
public sealed class FusedRecurrenceTests : IDisposable
{
    private const double Epsilon = 1e-5;

    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    // Directions, B, T, features, H: sizes on both sides of a vector, a tile and a panel.
    public static TheoryData<int, int, int, int, int> Sizes => new()
    {
        { 1, 1, 4, 3, 5 },
        { 2, 1, 1, 1, 1 },
        { 2, 4, 9, 8, 16 },
        { 2, 7, 6, 33, 48 },
        { 1, 9, 5, 13, 49 },
        { 2, 17, 15, 40, 64 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void The_block_is_norm_gelu_and_gru_one_after_another(int directions, int batch, int frames, int features, int hidden)
    {
        var gru = new GruCase(directions, batch, frames, features, hidden);
        var expected = Parts(gru);
        for (var repetition = 0; repetition < 3; repetition++)
        {
            gru.LeaveDirtyMemory();
            gru.AssertClose(expected, Block(gru), 5e-5);
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void In_bf16_the_block_is_near_to_it(int directions, int batch, int frames, int features, int hidden)
    {
        if (!FusedLayers.HasBFloat16)
        {
            return; // the refusal is tested in FusedLayersTests
        }

        var gru = new GruCase(directions, batch, frames, features, hidden);
        gru.AssertClose(Parts(gru), Block(gru, bfloat16: true), 0.05);
    }

    [Fact]
    public void What_lies_in_the_padding_does_not_matter_to_the_block()
    {
        var gru = new GruCase(2, 5, 8, 6, 20);
        var clean = Block(gru);
        gru.FillPadding(double.NaN);
        var dirty = Block(gru);
        foreach (var (name, tensor) in clean)
        {
            Assert.Equal(AssertClose.Values(tensor), AssertClose.Values(dirty[name]));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_blocks_dropout_is_the_layers(bool bfloat16)
    {
        if (bfloat16 && !FusedLayers.HasBFloat16)
        {
            return; // the refusal is tested in FusedLayersTests
        }

        var gru = new GruCase(2, 5, 8, 6, 20);
        var mask = new FusedRecurrence.Dropout(0.3, 11, 4, 9);
        var x = gru.Input(float32).requires_grad_();
        var parameters = gru.Parameters(float32).Select(parameter => parameter.requires_grad_()).ToArray();
        var apart = FusedLayers.dropout(FusedLayers.gru(x, gru.Lengths, parameters, bfloat16), 0.3, 11, 4, 9);
        gru.Loss(apart).backward();
        var expected = (x.grad!.clone(), parameters[1].grad!.clone());
        x.grad!.zero_();
        parameters[1].grad!.zero_();
        var together = FusedRecurrence.gru_block(x, gru.Lengths, null, Epsilon, parameters, mask, bfloat16);
        gru.Loss(together).backward();
        Assert.Equal(AssertClose.Values(apart), AssertClose.Values(together));
        Assert.Equal(AssertClose.Values(expected.Item1), AssertClose.Values(x.grad!));
        Assert.Equal(AssertClose.Values(expected.Item2), AssertClose.Values(parameters[1].grad!));
        Assert.InRange(together.eq(0).to(float32).mean().ToDouble(), 0.2, 0.8);
    }

    [Fact]
    public void The_norm_alone_can_learn()
    {
        var gru = new GruCase(2, 5, 8, 6, 20);
        var all = Norms(gru, learnsInput: true);
        var alone = Norms(gru, learnsInput: false);
        Assert.Equal(AssertClose.Values(all.Weight), AssertClose.Values(alone.Weight));
        Assert.Equal(AssertClose.Values(all.Bias), AssertClose.Values(alone.Bias));
        Assert.True(alone.Weight.abs().max().ToDouble() > 0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Utterances_without_frames_are_zero_and_give_no_gradient(bool bfloat16)
    {
        if (bfloat16 && !FusedLayers.HasBFloat16)
        {
            return; // the refusal is tested in FusedLayersTests
        }

        var gru = new GruCase(2, 3, 6, 4, 10);
        var norm = Norm(4, float32);
        foreach (var lengths in (long[][])[[6, 0, 4], [0, 0, 0]])
        {
            var x = gru.Input(float32).requires_grad_();
            var y = FusedRecurrence.gru_block(x, tensor(lengths), norm, Epsilon, gru.Parameters(float32), default, bfloat16);
            gru.Loss(y).backward();
            Assert.Equal(0, y[1].abs().max().ToDouble());
            Assert.Equal(0, x.grad![1].abs().max().ToDouble());
            Assert.Equal(lengths[0] > 0, x.grad![0].abs().max().ToDouble() > 0);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Equal_calls_give_equal_bits_on_any_number_of_threads(bool bfloat16)
    {
        if (bfloat16 && !FusedLayers.HasBFloat16)
        {
            return; // the refusal is tested in FusedLayersTests
        }

        // More than 64 frames to a thread, so that the products are divided by rows on few threads and by columns on many.
        var gru = new GruCase(2, 9, 40, 24, 50);
        var threads = get_num_threads();
        try
        {
            foreach (var count in (int[])[1, 2, 3, 8])
            {
                set_num_threads(count);
                var (first, again) = (Block(gru, bfloat16), Block(gru, bfloat16));
                foreach (var (name, value) in first)
                {
                    Assert.Equal(AssertClose.Values(value), AssertClose.Values(again[name]));
                }

                gru.AssertClose(Parts(gru), first, bfloat16 ? 0.05 : 1e-4);
            }
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    [Fact]
    public void A_norm_of_another_width_is_refused()
    {
        var gru = new GruCase(2, 5, 8, 6, 20);
        var fault = Assert.ThrowsAny<Exception>(() => FusedRecurrence.gru_block(
            gru.Input(float32), gru.Lengths, (ones(5), ones(5)), Epsilon, gru.Parameters(float32), default));
        Assert.Contains("6 float32 values", fault.Message);
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(5, 31, 29)]
    [InlineData(64, 33, 100)]
    [InlineData(300, 96, 48)]
    public void The_bf16_linear_layer_multiplies_rounded_factors(int rows, int inputs, int outputs)
    {
        if (!FusedLayers.HasBFloat16)
        {
            return; // the refusal is tested below
        }

        manual_seed(rows);
        var (x, w, b) = (randn(1, rows, inputs).requires_grad_(), randn(outputs, inputs).requires_grad_(), randn(outputs).requires_grad_());
        var weights = randn(1, rows, outputs);
        var y = FusedRecurrence.linear_bfloat16(x, w, b);
        y.mul(weights).sum().backward();
        static Tensor Rounded(Tensor t) => t.detach().to(bfloat16).to(float64);
        Near(Rounded(x).matmul(Rounded(w).t()).add(b.detach().to(float64)), y.detach());
        Near(Rounded(weights).matmul(Rounded(w)), x.grad!);
        Near(Rounded(weights)[0].t().matmul(Rounded(x)[0]), w.grad!);
        Near(weights[0].to(float64).sum(dim: 0L), b.grad!);
    }

    [Fact]
    public void A_weight_of_another_width_is_refused()
    {
        // On a processor without bf16 products that is what is refused.
        Assert.ThrowsAny<Exception>(() => FusedRecurrence.linear_bfloat16(ones(2, 3), ones(4, 5), ones(4)));
    }

    private static void Near(Tensor expected, Tensor found) =>
        AssertClose.Tensors(expected, found, 1e-5 * (1 + expected.abs().max().ToDouble()));

    private static (Tensor Weight, Tensor Bias) Norm(long features, ScalarType type) =>
        (arange(features, dtype: type).mul(0.7).cos().add(1.2), arange(features, dtype: type).mul(1.3).sin().mul(0.3));

    private static (Tensor Weight, Tensor Bias) Norms(GruCase gru, bool learnsInput)
    {
        var x = gru.Input(float32);
        x.requires_grad = learnsInput;
        var (weight, bias) = Norm(x.shape[2], float32);
        weight.requires_grad = true;
        bias.requires_grad = true;
        gru.Loss(FusedRecurrence.gru_block(x, gru.Lengths, (weight, bias), Epsilon, gru.Parameters(float32), default)).backward();
        return (weight.grad!, bias.grad!);
    }

    private static Dictionary<string, Tensor> Parts(GruCase gru)
    {
        var x = gru.Input(float64).requires_grad_();
        var (weight, bias) = Norm(x.shape[2], float64);
        return gru.Packed(x, nn.functional.gelu(nn.functional.layer_norm(x, [x.shape[2]], weight, bias, Epsilon)));
    }

    private static Dictionary<string, Tensor> Block(GruCase gru, bool bfloat16 = false)
    {
        var x = gru.Input(float32).requires_grad_();
        var norm = Norm(x.shape[2], float32);
        return gru.Fused(x, parameters => FusedRecurrence.gru_block(x, gru.Lengths, norm, Epsilon, parameters, default, bfloat16));
    }
}
