using TorchSharp;
using TorchSharp.BeyondTorchSharp;
using static TorchSharp.torch;

namespace AsrTrainer.Torch.Tests.BeyondTorchSharp;

public sealed class FusedProductTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(7, 33, 65)]
    [InlineData(130, 257, 96)]
    public void A_product_is_that_of_double_precision(int rows, int inner, int columns)
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        var (a, b) = (randn(rows, inner), randn(inner, columns));
        var exact = mm(a.to(ScalarType.Float64), b.to(ScalarType.Float64));
        Assert.True(Distance(FusedLayers.product(a, b), exact) < 1e-4);
        if (FusedLayers.HasBFloat16)
        {
            // Each factor is rounded to 8 bits; the sums are not.
            var rounded = mm(
                a.to(ScalarType.BFloat16).to(ScalarType.Float64), b.to(ScalarType.BFloat16).to(ScalarType.Float64));
            Assert.True(Distance(FusedLayers.product(a, b, bfloat16: true), rounded) < 1e-4);
            Assert.Equal(ScalarType.Float32, FusedLayers.product(a, b, bfloat16: true).dtype);
        }
    }

    [Fact]
    public void Matrices_that_do_not_fit_are_refused()
    {
        using var scope = NewDisposeScope();
        Assert.ThrowsAny<Exception>(() => FusedLayers.product(ones(2, 3), ones(4, 2)));
        Assert.ThrowsAny<Exception>(() => FusedLayers.product(ones(2, 3), ones(4, 2), bfloat16: true));
    }

    private static double Distance(Tensor product, Tensor exact) => product.to(ScalarType.Float64).sub(exact).abs().max().ToDouble();
}
