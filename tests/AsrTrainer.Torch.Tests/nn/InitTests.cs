using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace AsrTrainer.Torch.Tests;

public sealed class InitTests
{
    [Fact]
    public void Fans_count_the_field_of_a_convolution()
    {
        using var weight = zeros(8, 4, 3, 5);
        Assert.Equal((60, 120), init.CalculateFanInAndFanOut(weight));
        using var vector = zeros(8);
        Assert.Throws<ArgumentException>(() => init.CalculateFanInAndFanOut(vector));
    }

    [Fact]
    public void Uniform_and_normal_schemes_have_the_deviation_that_they_promise()
    {
        using var weight = zeros([300, 200], float64, requires_grad: true);
        void Expect(double deviation, Tensor result)
        {
            Assert.Same(weight, result);
            Assert.InRange(weight.std().ToDouble() / deviation, 0.98, 1.02);
            Assert.InRange(weight.mean().ToDouble(), -0.02 * deviation, 0.02 * deviation);
        }

        Expect(Math.Sqrt(2.0 / 500), init.xavier_uniform_(weight));
        Expect(3 * Math.Sqrt(2.0 / 500), init.xavier_normal_(weight, gain: 3));
        Expect(Math.Sqrt(2.0 / 200), init.kaiming_uniform_(weight, nonlinearity: init.NonlinearityType.ReLU));
        Expect(Math.Sqrt(2.0 / 300), init.kaiming_normal_(weight, mode: init.FanInOut.FanOut));
        Expect(5, init.normal_(weight, std: 5));
        Expect(2 / Math.Sqrt(12), init.uniform_(weight, -1, 1));
        Assert.True(weight.is_leaf);
    }

    [Fact]
    public void Constants_fill()
    {
        using var weight = randn(3);
        AssertClose.Tensors(ones(3), init.ones_(weight), 0);
        AssertClose.Tensors(zeros(3), init.zeros_(weight), 0);
        AssertClose.Tensors(full([3], 2.5f), init.constant_(weight, 2.5), 0);
    }
}
