using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.BeyondTorchSharp;
using static TorchSharp.torch;

namespace AsrTrainer.Torch.Tests.BeyondTorchSharp;

/// <summary>Dropout whose mask is a function of (seed, step, layer, element).</summary>
[Collection(ProcessWideSettings.Name)]
public sealed class FusedDropoutTests : IDisposable
{
    private const int Elements = 100_003;

    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly int _threads = get_num_threads();

    public void Dispose()
    {
        set_num_threads(_threads);
        _scope.Dispose();
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.25)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void A_share_is_dropped_and_the_rest_scaled_so_that_the_mean_stays(double p)
    {
        var y = FusedLayers.dropout(ones(Elements), p, 3, 1, 7);
        var values = AssertClose.Values(y).Distinct().Order().ToArray();
        var kept = Math.Round((1 - p) * 65536);
        Assert.Equal(2, values.Length);
        Assert.Equal(0, values[0]);
        Assert.Equal(65536 / kept, values[1], 5);

        // Five standard deviations of the share of that many independent draws.
        var share = y.eq(0).to(float64).mean().ToDouble();
        Assert.InRange(share, p - (5 * Math.Sqrt(p * (1 - p) / Elements)), p + (5 * Math.Sqrt(p * (1 - p) / Elements)));
    }

    [Fact]
    public void Nothing_is_dropped_at_zero()
    {
        var x = arange(1000).to(float32);
        AssertClose.Tensors(x, FusedLayers.dropout(x, 0, 3, 1, 7), 0);
    }

    [Fact]
    public void The_gradient_goes_through_the_same_mask()
    {
        var x = arange(Elements).mul(0.3).sin().add(2).to(float32).requires_grad_();
        var y = FusedLayers.dropout(x, 0.3, 3, 1, 7);
        (y * 2).sum().backward();
        AssertClose.Tensors(FusedLayers.dropout(ones(Elements), 0.3, 3, 1, 7).mul(2), x.grad!, 0);
        AssertClose.Tensors(x.detach() * x.grad! / 2, y, 1e-6);
    }

    [Fact]
    public void A_gradient_that_is_not_contiguous_goes_through_the_same_mask()
    {
        var x = ones(37, 53).requires_grad_();
        var factor = arange(53 * 37).reshape(53, 37).to(float32);
        FusedLayers.dropout(x, 0.3, 3, 1, 7).t().mul(factor).sum().backward();
        AssertClose.Tensors(FusedLayers.dropout(ones(37, 53), 0.3, 3, 1, 7) * factor.t(), x.grad!, 0);
    }

    [Fact]
    public void The_mask_is_a_function_of_seed_step_and_layer_and_each_changes_it()
    {
        Tensor Mask(long seed, long layer, long step) => FusedLayers.dropout(ones(Elements), 0.5, seed, layer, step).ne(0);
        var mask = Mask(3, 1, 7);
        Assert.True(mask.eq(Mask(3, 1, 7)).all().ToBoolean());
        foreach (var other in (Tensor[])[Mask(4, 1, 7), Mask(3 + (1L << 32), 1, 7), Mask(3, 2, 7), Mask(3, 1, 8), Mask(3, 7, 1)])
        {
            // Independent masks of one half agree in one half of the elements.
            Assert.InRange(mask.eq(other).to(float64).mean().ToDouble(), 0.49, 0.51);
        }
    }

    [Fact]
    public void The_mask_of_an_element_depends_on_its_place_alone()
    {
        var whole = FusedLayers.dropout(ones(Elements), 0.5, 3, 1, 7);
        foreach (var count in (int[])[1, 7, 8, 127, 128, 129, 5000, 65_537])
        {
            AssertClose.Tensors(whole.narrow(0, 0, count), FusedLayers.dropout(ones(count), 0.5, 3, 1, 7), 0);
        }

        var columns = ones(53, 37).t();
        AssertClose.Tensors(whole.narrow(0, 0, 53 * 37).reshape(37, 53), FusedLayers.dropout(columns, 0.5, 3, 1, 7), 0);
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_mask()
    {
        set_num_threads(1);
        var one = FusedLayers.dropout(ones(Elements), 0.2, 3, 1, 7);
        foreach (var threads in (int[])[2, 3])
        {
            set_num_threads(threads);
            AssertClose.Tensors(one, FusedLayers.dropout(ones(Elements), 0.2, 3, 1, 7), 0);
        }
    }

    [Fact]
    public void Neighbouring_elements_are_dropped_independently()
    {
        var dropped = FusedLayers.dropout(ones(Elements), 0.5, 3, 1, 7).eq(0).to(float64).sub(0.5);
        foreach (var distance in (int[])[1, 2, 3, 4, 8, 16, 128])
        {
            var product = dropped.narrow(0, 0, Elements - distance).mul(dropped.narrow(0, distance, Elements - distance)).mean().ToDouble();
            Assert.InRange(product, -0.005, 0.005);
        }
    }

    [Fact]
    public void What_it_cannot_take_is_an_exception_that_says_so()
    {
        void Refused(string message, Func<Tensor> call) => Assert.Contains(message, Assert.Throws<ExternalException>(call).Message);
        Refused("dropout must be at least 0 and below 1", () => FusedLayers.dropout(ones(3), 1, 3, 1, 7));
        Refused("dropout must be at least 0 and below 1", () => FusedLayers.dropout(ones(3), -0.1, 3, 1, 7));
        Refused("dropout must be at least 0 and below 1", () => FusedLayers.dropout(ones(3), double.NaN, 3, 1, 7));
        Refused("layer and step must fit 32 bits", () => FusedLayers.dropout(ones(3), 0.5, 3, -1, 7));
        Refused("layer and step must fit 32 bits", () => FusedLayers.dropout(ones(3), 0.5, 3, 1, 1L << 32));
    }

    [Fact]
    public void Switched_off_the_plain_operations_take_over()
    {
        try
        {
            FusedLayers.Enabled = false;
            Assert.False(FusedLayers.CanRun(ones(3)));
            manual_seed(1);
            var plain = FusedLayers.dropout(ones(Elements), 0.5, 3, 1, 7);
            Assert.InRange(plain.eq(0).to(float64).mean().ToDouble(), 0.49, 0.51);
            FusedLayers.Enabled = true;
            Assert.True(FusedLayers.CanRun(ones(3)));
            Assert.False(FusedLayers.CanRun(ones(3, dtype: float64)));
        }
        finally
        {
            FusedLayers.Enabled = true;
        }
    }
}
