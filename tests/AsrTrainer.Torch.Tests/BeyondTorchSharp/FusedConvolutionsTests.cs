using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.BeyondTorchSharp;
using static TorchSharp.torch;

namespace AsrTrainer.Torch.Tests.BeyondTorchSharp;

/// <summary>The fused convolutions against libtorch's own in double precision, values and gradients. ASR_CPU_KERNELS chooses the kernels of
/// the whole process; the check runs these tests once with each.</summary>
[Collection(ProcessWideSettings.Name)]
public sealed class FusedConvolutionsTests : IDisposable
{
    private static readonly Func<Tensor, Tensor>[] Losses =
    [
        y => (y * Pattern(y)).sum(),
        y => { var turned = y.permute(0, 3, 1, 2).contiguous(); return (turned * Pattern(turned)).sum(); },
        y => FusedConvolutions.image_to_sequence(y).square().sum(),
    ];

    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly int _threads = get_num_threads();

    // Utterances, channels, bands, frames: sizes on both sides of a vector, of a panel and of a block of frames.
    public static TheoryData<int, int, int, int> Sizes => new()
    {
        { 1, 1, 1, 1 },
        { 2, 1, 3, 7 },
        { 3, 2, 1, 5 },
        { 4, 3, 5, 26 },
        { 2, 7, 4, 60 },
        { 3, 16, 4, 13 },
        { 3, 17, 6, 50 },
        { 4, 32, 9, 31 },
        { 1, 32, 64, 150 },
        { 3, 33, 8, 11 },
        { 2, 48, 5, 25 },
        { 3, 50, 7, 17 },
        { 2, 80, 4, 14 },
    };

    public void Dispose()
    {
        set_num_threads(_threads);
        _scope.Dispose();
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void The_block_is_its_operations_one_by_one_in_values_and_gradients(int batch, int channels, int bands, int frames)
    {
        var block = new ResidualCnnCase(batch, channels, bands, frames);
        foreach (var loss in Losses)
        {
            var expected = block.Expected(loss);
            for (var repetition = 0; repetition < 2; repetition++)
            {
                block.LeaveDirtyMemory();
                AssertNear(expected, block.Fused(loss, padding: double.NaN, channelsLast: repetition == 1), 1e-4);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Dropout_multiplies_by_one_mask_forwards_and_backwards(int batch, int channels, int bands, int frames)
    {
        var block = new ResidualCnnCase(batch, channels, bands, frames);
        var dropout = new MaskedDropout(0.3, 5, 2, 3, 11);
        var (first, second) = (block.Factors(dropout, dropout.First), block.Factors(dropout, dropout.Second));
        AssertNear(block.Expected(Losses[0], first, second), block.Fused(Losses[0], dropout), 1e-4);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void In_bf16_it_is_as_near_as_libtorchs_bf16_convolutions(int batch, int channels, int bands, int frames)
    {
        var block = new ResidualCnnCase(batch, channels, bands, frames);
        if (!FusedConvolutions.HasBFloat16)
        {
            Assert.Contains("no bf16 products", Assert.Throws<ExternalException>(() => block.Fused(Losses[0], bfloat16: true)).Message);
            return;
        }

        block.LeaveDirtyMemory();
        var dropout = new MaskedDropout(0.3, 5, 2, 3, 11);
        var (first, second) = (block.Factors(dropout, dropout.First), block.Factors(dropout, dropout.Second));
        var expected = block.Expected(Losses[0], first, second);
        var plain = block.PlainInBFloat16(Losses[0], first, second);
        var found = block.Fused(Losses[0], dropout, bfloat16: true, padding: double.NaN);
        var through = expected["gradient of x"].norm().ToDouble();
        foreach (var (name, value) in expected)
        {
            double Distance(Tensor tensor) => tensor.to(float64).sub(value).norm().ToDouble();
            var (distance, usual) = (Distance(found[name]), Distance(plain[name]));
            Assert.True(distance <= (1.5 * usual) + (2e-3 * through), $"{name}: distance {distance:g3}, with libtorch's {usual:g3}");
        }
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    public void A_share_is_dropped_and_the_rest_scaled_and_each_number_changes_which(double share)
    {
        var block = new ResidualCnnCase(1, 32, 40, 100);
        var dropout = new MaskedDropout(share, 5, 2, 3, 11);
        var factors = block.Factors(dropout, 3);
        var kept = Math.Round((1 - share) * 65536);
        AssertClose.Tensors(where(factors.gt(0), full_like(factors, 65536 / kept), zeros_like(factors)), factors, 1e-4);

        // Five standard deviations of the share of that many independent draws.
        var deviation = 5 * Math.Sqrt(share * (1 - share) / factors.numel());
        Assert.InRange(factors.eq(0).to(float64).mean().ToDouble(), share - deviation, share + deviation);
        Assert.True(factors.eq(block.Factors(dropout, 3)).all().ToBoolean());
        var agree = (share * share) + ((1 - share) * (1 - share));
        var (seed, step) = (dropout with { Seed = 6 }, dropout with { Step = 12 });
        foreach (var other in (Tensor[])[block.Factors(dropout, 4), block.Factors(seed, 3), block.Factors(step, 3)])
        {
            Assert.InRange(factors.ne(0).eq(other.ne(0)).to(float64).mean().ToDouble(), agree - 0.01, agree + 0.01);
        }

        // Nor do neighbours in channels, bands or frames follow each other.
        var dropped = factors.eq(0).to(float64).sub(share);
        foreach (var axis in (long[])[1, 2, 3])
        {
            var size = dropped.shape[axis] - 1;
            Assert.InRange(dropped.narrow(axis, 0, size).mul(dropped.narrow(axis, 1, size)).mean().ToDouble(), -0.005, 0.005);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_utterance_alone_gives_what_it_gives_in_a_padded_batch(bool bfloat16)
    {
        if (bfloat16 && !FusedConvolutions.HasBFloat16)
        {
            Assert.False(FusedConvolutions.CanRun(ones(1), bfloat16: true));
            return;
        }

        var block = new ResidualCnnCase(5, 32, 8, 70);
        var batch = FusedConvolutions.residual_cnn(block.Input, block.Lengths, block.Parameters, 1e-5, null, bfloat16);
        for (var i = 0; i < 5; i++)
        {
            var length = block.Lengths[i].ToInt64();
            Assert.Equal(0, batch[i].narrow(2, length, 70 - length).abs().sum().ToDouble());
            if (length > 0)
            {
                var one = block.Input.narrow(0, i, 1).narrow(3, 0, length);
                var alone = FusedConvolutions.residual_cnn(one, null, block.Parameters, 1e-5, null, bfloat16);
                Assert.Equal(AssertClose.Values(alone), AssertClose.Values(batch.narrow(0, i, 1).narrow(3, 0, length)));
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Equal_calls_give_equal_bits_and_threads_change_no_output(bool bfloat16)
    {
        var block = new ResidualCnnCase(5, 32, 8, 70);
        var dropout = new MaskedDropout(0.2, 5, 2, 3, 11);
        foreach (var threads in (int[])[1, 2, 3])
        {
            set_num_threads(threads);
            var one = block.Fused(Losses[0], dropout, bfloat16 && FusedConvolutions.HasBFloat16);
            block.LeaveDirtyMemory();
            var two = block.Fused(Losses[0], dropout, bfloat16 && FusedConvolutions.HasBFloat16);
            Assert.All(one, pair => Assert.Equal(AssertClose.Values(pair.Value), AssertClose.Values(two[pair.Key])));
            set_num_threads(1);
            var alone = block.Fused(Losses[0], dropout, bfloat16 && FusedConvolutions.HasBFloat16);
            Assert.Equal(AssertClose.Values(alone["output"]), AssertClose.Values(one["output"]));
            Assert.Equal(AssertClose.Values(alone["gradient of x"]), AssertClose.Values(one["gradient of x"]));
            AssertNear(alone, one, 1e-5);
        }
    }

    [Fact]
    public void Without_a_gradient_the_block_gives_the_same_output()
    {
        var block = new ResidualCnnCase(3, 17, 5, 40);
        var expected = block.Fused(Losses[0])["output"];
        block.LeaveDirtyMemory();
        using var quiet = no_grad();
        var found = FusedConvolutions.residual_cnn(block.Input, block.Lengths, block.Parameters, 1e-5);
        Assert.Equal(AssertClose.Values(expected), AssertClose.Values(found));
    }

    [Fact]
    public void What_it_cannot_take_is_an_exception_that_says_so()
    {
        var block = new ResidualCnnCase(2, 3, 4, 5);
        void Refused(string message, Func<Tensor> call) => Assert.Contains(message, Assert.Throws<ExternalException>(call).Message);
        Tensor Call(Tensor x, Tensor? lengths, Tensor[] parameters, double share = 0, long step = 0) =>
            FusedConvolutions.residual_cnn(x, lengths, parameters, 1e-5, new MaskedDropout(share, 1, 0, 1, step));
        var p = block.Parameters;
        Refused("residual_cnn takes (B,C,F,T)", () => Call(block.Input[0], null, p));
        Refused("x must be a float32 CPU tensor", () => Call(block.Input.to(float64), null, p));
        Refused("residual_cnn has 8 parameters", () => Call(block.Input, null, p[..7]));
        Refused("the convolution's weight must be", () => Call(block.Input, null, [p[0], p[1], p[2][0], .. p[3..]]));
        Refused("lengths must be in 0..5", () => Call(block.Input, tensor(new long[] { 5, 6 }), p));
        Refused("dropout must be at least 0 and below 1", () => Call(block.Input, null, p, share: 1));
        Refused("layer and step must fit 32 bits", () => Call(block.Input, null, p, step: 1L << 32));
        var leaf = ones(1, 2, 3).requires_grad_();
        Refused("gives no gradient of its features", () => FusedConvolutions.stem_convolution(leaf, null, ones(1, 1, 3, 3), ones(1), 1));
    }

    private static Tensor Pattern(Tensor y) => ResidualCnnCase.Pattern(0.7, y.shape).to(y.dtype);

    // Relative to the size of the whole tensor, since sums of many rounded products cancel in places, and to a share of the gradient that
    // goes through the block: the gradient of the first convolution's bias is a sum that cancels altogether, as a norm follows it.
    private static void AssertNear(Dictionary<string, Tensor> expected, Dictionary<string, Tensor> found, double tolerance)
    {
        var through = expected["gradient of x"].norm().ToDouble();
        foreach (var (name, value) in expected)
        {
            var wide = value.to(float64);
            var (distance, norm) = (found[name].to(float64).sub(wide).norm().ToDouble(), wide.norm().ToDouble());
            Assert.Equal(value.shape, found[name].shape);
            var allowed = tolerance * (norm + (0.1 * through));
            Assert.True(distance <= allowed, $"{name}: distance {distance:g3} of {norm:g3}, of x {through:g3}");
        }
    }
}
