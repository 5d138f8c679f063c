using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.BeyondTorchSharp;
using static TorchSharp.torch;

namespace AsrTrainer.Torch.Tests.BeyondTorchSharp;

/// <summary>The fused layers against libtorch's own in double precision, values and gradients. ASR_CPU_KERNELS
/// (amx_emulated, avx2, baseline) chooses the kernels of the whole process; the check runs these tests once with each.</summary>
public sealed class FusedLayersTests : IDisposable
{
    // Sums of a few hundred rounded products, relative to the largest element compared.
    private const double Tolerance = 3e-5;

    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    // Directions, B, T, features, H: sizes on both sides of a vector and of a block of rows.
    public static TheoryData<int, int, int, int, int> Sizes => new()
    {
        { 1, 1, 4, 3, 5 },
        { 2, 1, 1, 1, 1 },
        { 2, 2, 7, 5, 15 },
        { 2, 4, 9, 8, 16 },
        { 1, 3, 12, 1, 17 },
        { 2, 7, 6, 20, 48 },
        { 1, 9, 5, 13, 49 },
        { 2, 17, 15, 40, 64 },
        { 2, 33, 11, 7, 13 },
        { 1, 33, 8, 31, 100 },
    };

    [Fact]
    public void The_kernels_in_use_are_those_that_were_asked_for()
    {
        var asked = Environment.GetEnvironmentVariable("ASR_CPU_KERNELS");
        Assert.Contains(FusedLayers.KernelName, (string[])["baseline", "avx2", "avx512"]);
        if (asked is "baseline" or "avx2")
        {
            Assert.NotEqual("avx512", FusedLayers.KernelName);
            Assert.False(FusedLayers.HasBFloat16);
        }

        if (asked == "baseline")
        {
            Assert.Equal("baseline", FusedLayers.KernelName);
        }

        Assert.Equal(FusedLayers.KernelName, FusedLayers.KernelNameOf(bfloat16: false));
        if (asked == "amx_emulated" && FusedLayers.KernelName == "avx512")
        {
            Assert.Equal("avx512+amx_emulated", FusedLayers.KernelNameOf(bfloat16: true));
            Assert.True(FusedLayers.HasBFloat16);
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void The_gru_is_libtorchs_packed_gru_in_values_and_gradients(int directions, int batch, int frames, int features, int hidden)
    {
        var gru = new GruCase(directions, batch, frames, features, hidden);
        var expected = gru.Packed();
        for (var repetition = 0; repetition < 3; repetition++)
        {
            gru.LeaveDirtyMemory();
            gru.AssertClose(expected, gru.Fused(), Tolerance);
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Without_a_gradient_the_gru_gives_the_same_output(int directions, int batch, int frames, int features, int hidden)
    {
        var gru = new GruCase(directions, batch, frames, features, hidden);
        var expected = gru.Fused()["output"];
        gru.LeaveDirtyMemory();
        using var quiet = no_grad();
        Assert.Equal(
            AssertClose.Values(expected), AssertClose.Values(FusedLayers.gru(gru.Input(float32), gru.Lengths, gru.Parameters(float32))));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void An_utterance_without_frames_is_zero_and_changes_no_other(int directions)
    {
        var gru = new GruCase(directions, 3, 6, 4, 10);
        var x = gru.Input(float32);
        var parameters = gru.Parameters(float32);
        var y = FusedLayers.gru(x, tensor(new long[] { 6, 0, 4 }), parameters);
        Assert.Equal(0, y[1].abs().max().ToDouble());
        var without = FusedLayers.gru(x.index_select(0, tensor(new long[] { 0, 2 })), tensor(new long[] { 6, 4 }), parameters);
        AssertClose.Tensors(without, y.index_select(0, tensor(new long[] { 0, 2 })), 1e-6);
        Assert.Equal(0, FusedLayers.gru(x, zeros(3, dtype: int64), parameters).abs().max().ToDouble());
    }

    [Fact]
    public void What_lies_in_the_padding_does_not_matter_to_the_gru()
    {
        var gru = new GruCase(2, 5, 8, 6, 20);
        var clean = gru.Fused();
        gru.FillPadding(double.NaN);
        var dirty = gru.Fused();
        Assert.Equal(AssertClose.Values(clean["output"]), AssertClose.Values(dirty["output"]));
        Assert.Equal(AssertClose.Values(clean["weight_ih_l0"]), AssertClose.Values(dirty["weight_ih_l0"]));
        Assert.Equal(AssertClose.Values(clean["input"]), AssertClose.Values(dirty["input"]));
    }

    [Fact]
    public void A_gru_whose_weights_are_fixed_still_gives_the_gradient_of_its_input()
    {
        var gru = new GruCase(2, 4, 7, 5, 12);
        var x = gru.Input(float32).requires_grad_();
        gru.Loss(FusedLayers.gru(x, gru.Lengths, gru.Parameters(float32))).backward();
        AssertClose.Tensors(gru.Packed()["input"], x.grad!, 1e-4);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void In_bf16_the_gru_is_right_to_two_digits_or_says_what_it_needs(
        int directions, int batch, int frames, int features, int hidden)
    {
        var gru = new GruCase(directions, batch, frames, features, hidden);
        if (!FusedLayers.HasBFloat16)
        {
            var fault = Assert.Throws<ExternalException>(() => gru.Fused(bfloat16: true));
            Assert.Contains("bf16 needs a processor with AVX512_BF16", fault.Message);
            return;
        }

        gru.LeaveDirtyMemory();
        var found = gru.Fused(bfloat16: true);
        foreach (var (name, expected) in gru.Packed())
        {
            var (distance, norm) = (found[name].to(float64).sub(expected).norm().ToDouble(), expected.norm().ToDouble());
            Assert.True(distance <= 2e-2 * norm, $"{name}: distance {distance:g3} of {norm:g3}");
        }
    }

    [Fact]
    public void What_the_gru_cannot_take_is_an_exception_that_says_so()
    {
        var gru = new GruCase(2, 3, 6, 4, 10);
        var (x, lengths, parameters) = (gru.Input(float32), gru.Lengths, gru.Parameters(float32));
        void Refused(string message, Func<Tensor> call) => Assert.Contains(message, Assert.Throws<ExternalException>(call).Message);
        Refused("a float32 CPU tensor (B,T,I)", () => FusedLayers.gru(x.to(float64), lengths, parameters));
        Refused("a float32 CPU tensor (B,T,I)", () => FusedLayers.gru(x[0], lengths, parameters));
        Refused("lengths must be 3 int64 values", () => FusedLayers.gru(x, tensor(new long[] { 6, 6 }), parameters));
        Refused("lengths must be 3 int64 values", () => FusedLayers.gru(x, lengths.to(int32), parameters));
        Refused("length 7 of utterance 1 is outside 0..6", () => FusedLayers.gru(x, tensor(new long[] { 6, 7, 1 }), parameters));
        Refused("length -1 of utterance 2 is outside 0..6", () => FusedLayers.gru(x, tensor(new long[] { 6, 6, -1 }), parameters));
        Refused("one or two directions of four parameters each, found 5", () => FusedLayers.gru(x, lengths, parameters[..5]));
        Refused("one or two directions of four parameters each, found 0", () => FusedLayers.gru(x, lengths, []));
        for (var i = 0; i < parameters.Length; i++)
        {
            Tensor[] wrong = [.. parameters];
            wrong[i] = randn(30, 11);
            Refused("of the fused GRU has the wrong shape", () => FusedLayers.gru(x, lengths, wrong));
        }

        Assert.Equal([3, 6, 20], FusedLayers.gru(x, lengths, parameters).shape);
    }

    [Theory]
    [InlineData(3, 5, 7)]
    [InlineData(2, 9, 16)]
    [InlineData(4, 6, 33)]
    [InlineData(1, 1, 1)]
    [InlineData(9, 40, 100)]
    public void Norm_and_gelu_of_sequences_are_libtorchs_in_double_precision(int batch, int frames, int features) =>
        NormGeluCase.Sequences(batch, frames, features).Check(Tolerance);

    [Theory]
    [InlineData(3, 2, 7, 5)]
    [InlineData(2, 4, 16, 19)]
    [InlineData(4, 3, 40, 33)]
    [InlineData(1, 1, 1, 1)]
    [InlineData(5, 8, 20, 100)]
    public void Norm_and_gelu_of_images_are_libtorchs_in_double_precision(int batch, int channels, int features, int frames) =>
        NormGeluCase.Images(batch, channels, features, frames).Check(Tolerance);

    [Fact]
    public void What_norm_and_gelu_cannot_take_is_an_exception_that_says_so()
    {
        var (x, lengths, mask, weight) = (randn(3, 4, 5), tensor(new long[] { 4, 3, 2 }), ones(3, 4, 1), ones(5));
        void Refused(string message, Func<Tensor> call) => Assert.Contains(message, Assert.Throws<ExternalException>(call).Message);
        Refused("of 2 axes", () => FusedLayers.layer_norm_gelu(x[0], lengths, mask, weight, weight));
        Refused("weight and bias must have 5 float32 values", () => FusedLayers.layer_norm_gelu(x, lengths, mask, ones(4), weight));
        Refused("weight and bias must have 5 float32 values", () => FusedLayers.layer_norm_gelu(x, lengths, mask, weight, ones(5, 1)));
        Refused("lengths must be 3 int64 values", () => FusedLayers.layer_norm_gelu(x, lengths.narrow(0, 0, 2), mask, weight, weight));
        Refused("lengths must be 3 int64 values", () => FusedLayers.layer_norm_gelu(x, lengths.to(int32), mask, weight, weight));
        Refused("lengths must be in 0..4", () => FusedLayers.layer_norm_gelu(x, tensor(new long[] { 4, 3, -1 }), mask, weight, weight));
        Refused("lengths must be in 0..4", () => FusedLayers.layer_norm_gelu(x, tensor(new long[] { 4, 5, 1 }), mask, weight, weight));
        Refused("there must be a feature", () => FusedLayers.layer_norm_gelu(zeros([3, 4, 0]), lengths, mask, ones([0]), ones([0])));
        Refused("5 float32 values", () => FusedLayers.layer_norm_gelu(x, lengths, mask, weight.to(float64), weight));
    }

    [Fact]
    public void No_frames_at_all_are_no_work()
    {
        var (lengths, weight) = (zeros([2], int64), ones(5));
        Assert.Equal([2, 3, 5, 0], FusedLayers.layer_norm_gelu(zeros([2, 3, 5, 0]), lengths, ones([2, 1, 1, 0]), weight, weight).shape);
        Assert.Equal([2, 0, 5], FusedLayers.layer_norm_gelu(zeros([2, 0, 5]), lengths, ones([2, 0, 1]), weight, weight).shape);
    }

    [Fact]
    public void What_is_not_a_number_stays_so()
    {
        var gru = new GruCase(2, 3, 6, 4, 20);
        var x = gru.Input(float32).detach().clone();
        x[0, 0, 0] = double.NaN;
        var y = FusedLayers.gru(x, gru.Lengths, gru.Parameters(float32));
        Assert.True(y[0, 0].isnan().all().ToBoolean());
        Assert.False(y[1].isnan().any().ToBoolean());
        var normalised = FusedLayers.layer_norm_gelu(
            full([1, 2, 5], double.NaN), tensor(new long[] { 2 }), ones(1, 2, 1), ones(5), ones(5));
        Assert.True(normalised.isnan().all().ToBoolean());
    }
}
