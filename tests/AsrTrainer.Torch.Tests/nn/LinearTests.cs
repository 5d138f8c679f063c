using TorchSharp;
using static TorchSharp.torch;

namespace AsrTrainer.Torch.Tests;

public sealed class LinearTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_linear_layer_is_the_plain_loop(bool hasBias)
    {
        using var layer = nn.Linear(3, 4, hasBias, dtype: float64);
        var input = randn(2, 5, 3, dtype: float64);
        double[] x = AssertClose.Values(input), w = AssertClose.Values(layer.weight);
        var b = hasBias ? AssertClose.Values(layer.bias!) : new double[4];
        var expected = new double[2 * 5 * 4];
        for (var row = 0; row < 10; row++)
        {
            for (var o = 0; o < 4; o++)
            {
                expected[(row * 4) + o] = b[o] + Enumerable.Range(0, 3).Sum(i => x[(row * 3) + i] * w[(o * 3) + i]);
            }
        }

        using var output = layer.call(input);
        Assert.Equal([2, 5, 4], output.shape);
        AssertClose.Numbers(expected, output, 1e-12);
    }

    [Fact]
    public void Weights_and_biases_start_within_one_over_the_root_of_the_inputs()
    {
        using var layer = nn.Linear(100, 200);
        Assert.All(layer.parameters(), part =>
        {
            var largest = part.abs().max().ToDouble();
            Assert.InRange(largest, 0.09, 0.1);
        });
    }

    [Fact]
    public void A_wrong_size_is_an_exception_with_libtorch_s_message()
    {
        using var layer = nn.Linear(3, 4);
        var fault = Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => layer.call(ones(2, 5)));
        Assert.Contains("2x5", fault.Message);
    }
}
