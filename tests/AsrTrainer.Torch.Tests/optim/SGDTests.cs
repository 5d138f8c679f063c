using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AsrTrainer.Torch.Tests;

public sealed class SGDTests
{
    [Theory]
    [InlineData(0, 0, 0, false, false)]
    [InlineData(0.9, 0, 0, false, false)]
    [InlineData(0.9, 0.5, 0.1, false, false)]
    [InlineData(0.9, 0, 0.1, true, false)]
    [InlineData(0.9, 0, 0.1, true, true)]
    public void Ten_steps_are_those_of_the_definition(double momentum, double dampening, double decay, bool nesterov, bool maximize)
    {
        const double Rate = 0.05;
        double[] start = [0.5, -1.25, 2, 0.01];
        using var weight = new Parameter(tensor(start));
        using var optimizer = optim.SGD([weight], Rate, momentum, dampening, decay, nesterov, maximize);
        var expected = (double[])start.Clone();
        var velocity = new double[4];
        for (var step = 1; step <= 10; step++)
        {
            var gradient = AdamWTests.Gradient(step);
            AdamWTests.Give(weight, gradient);
            optimizer.step();
            for (var i = 0; i < 4; i++)
            {
                var slope = (maximize ? -gradient[i] : gradient[i]) + (decay * expected[i]);
                velocity[i] = step == 1 ? slope : (momentum * velocity[i]) + ((1 - dampening) * slope);
                expected[i] -= Rate * (momentum == 0 ? slope : nesterov ? slope + (momentum * velocity[i]) : velocity[i]);
            }

            AssertClose.Numbers(expected, weight, 1e-13, $"step {step}");
        }
    }

    [Fact]
    public void Nesterov_without_momentum_is_refused()
    {
        using var weight = new Parameter(zeros(1));
        Assert.Throws<ArgumentException>(() => optim.SGD([weight], 0.1, nesterov: true));
    }
}
