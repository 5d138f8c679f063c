using TorchSharp;
using static TorchSharp.torch;

namespace AsrTrainer.Torch.Tests;

public sealed class LayerNormTests
{
    [Fact]
    public void A_layer_norm_is_the_plain_loop()
    {
        using var layer = nn.LayerNorm(5, eps: 1e-3, dtype: float64);
        nn.init.uniform_(layer.weight!, 0.5, 2);
        nn.init.uniform_(layer.bias!, -1, 1);
        var input = randn(4, 3, 5, dtype: float64);
        double[] x = AssertClose.Values(input), w = AssertClose.Values(layer.weight!), b = AssertClose.Values(layer.bias!);
        var expected = new double[x.Length];
        for (var row = 0; row < 12; row++)
        {
            var values = x[(row * 5)..((row + 1) * 5)];
            var mean = values.Average();
            var deviation = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)) + 1e-3);
            for (var i = 0; i < 5; i++)
            {
                expected[(row * 5) + i] = ((values[i] - mean) / deviation * w[i]) + b[i];
            }
        }

        AssertClose.Numbers(expected, layer.call(input), 1e-12);
    }

    [Fact]
    public void It_starts_as_plain_normalisation()
    {
        using var layer = nn.LayerNorm([2, 3]);
        Assert.Equal([2, 3], layer.weight!.shape);
        AssertClose.Tensors(ones(2, 3), layer.weight, 0);
        AssertClose.Tensors(zeros(2, 3), layer.bias!, 0);
    }

    [Fact]
    public void Without_affine_or_bias_there_are_no_such_parameters()
    {
        using var plain = nn.LayerNorm(3, elementwise_affine: false);
        using var unbiased = nn.LayerNorm(3, bias: false);
        Assert.Empty(plain.parameters());
        Assert.Equal(["weight"], unbiased.named_parameters().Select(entry => entry.name));
        Assert.Equal(0, plain.call(randn(2, 3, dtype: float64)).sum().ToDouble(), 1e-6);
    }
}
