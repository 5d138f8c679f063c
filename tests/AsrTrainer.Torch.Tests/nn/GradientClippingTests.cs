using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AsrTrainer.Torch.Tests;

public sealed class GradientClippingTests
{
    [Theory]
    [InlineData(1, 2, 13)]
    [InlineData(100, 2, 13)]
    [InlineData(1, 1, 19)]
    [InlineData(1, double.PositiveInfinity, 12)]
    public void The_gradients_together_are_scaled_to_the_largest_norm_and_never_up(double largest, double norm, double expected)
    {
        using var scope = NewDisposeScope();
        var parameters = Parameters([3, 4], [12]);
        Assert.Equal(expected, nn.utils.clip_grad_norm_(parameters, largest, norm), 1e-9);
        var factor = Math.Min(1, largest / (expected + 1e-6));
        AssertClose.Numbers([3 * factor, 4 * factor], parameters[0].grad!, 1e-9);
        AssertClose.Numbers([12 * factor], parameters[1].grad!, 1e-9);
    }

    [Fact]
    public void Parameters_without_gradients_do_not_count()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(0, nn.utils.clip_grad_norm_([new Parameter(ones(2))], 1));
    }

    [Fact]
    public void A_norm_that_is_not_finite_is_returned_and_spreads()
    {
        using var scope = NewDisposeScope();
        var parameters = Parameters([double.NaN], [1]);
        Assert.Equal(double.NaN, nn.utils.clip_grad_norm_(parameters, 1));
        Assert.Equal(double.NaN, parameters[1].grad!.ToDouble());
    }

    [Fact]
    public void Values_are_clipped_on_both_sides()
    {
        using var scope = NewDisposeScope();
        var parameters = Parameters([3, -4], [0.5]);
        nn.utils.clip_grad_value_(parameters, 1);
        AssertClose.Numbers([1, -1], parameters[0].grad!, 0);
        AssertClose.Numbers([0.5], parameters[1].grad!, 0);
    }

    private static Parameter[] Parameters(params double[][] gradients) =>
        [.. gradients.Select(gradient => new Parameter(zeros(gradient.Length, dtype: float64)) { grad = tensor(gradient) })];
}
