using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AsrTrainer.Torch.Tests;

public sealed class AdamWTests
{
    private static readonly double[] Start = [0.5, -1.25, 2, 0.01];

    [Theory]
    [InlineData(0.01, 0.9, 0.999, 1e-8, 0, false, false)]
    [InlineData(0.01, 0.8, 0.95, 1e-4, 0.1, false, false)]
    [InlineData(0.01, 0.9, 0.98, 1e-8, 0.01, true, false)]
    [InlineData(0.1, 0.9, 0.98, 1e-8, 0.01, false, true)]
    public void Ten_steps_are_those_of_the_definition(
        double lr, double beta1, double beta2, double eps, double decay, bool amsgrad, bool maximize)
    {
        using var weight = new Parameter(tensor(Start));
        using var optimizer = optim.AdamW([weight], lr, beta1, beta2, eps, decay, amsgrad, maximize);
        var expected = (double[])Start.Clone();
        double[] mean = new double[4], square = new double[4], largest = new double[4];
        for (var step = 1; step <= 10; step++)
        {
            var gradient = Gradient(step);
            Give(weight, gradient);
            optimizer.step();
            for (var i = 0; i < 4; i++)
            {
                var slope = maximize ? -gradient[i] : gradient[i];
                expected[i] -= lr * decay * expected[i];
                mean[i] = (beta1 * mean[i]) + ((1 - beta1) * slope);
                square[i] = (beta2 * square[i]) + ((1 - beta2) * slope * slope);
                largest[i] = amsgrad ? Math.Max(largest[i], square[i]) : square[i];
                var corrected = mean[i] / (1 - Math.Pow(beta1, step));
                expected[i] -= lr * corrected / (Math.Sqrt(largest[i] / (1 - Math.Pow(beta2, step))) + eps);
            }

            AssertClose.Numbers(expected, weight, 1e-13, $"step {step}");
        }
    }

    [Fact]
    public void The_one_pass_kernel_and_libtorch_s_operations_agree()
    {
        // A transposed parameter is not contiguous and takes the general path.
        using var plain = new Parameter(arange(5000, dtype: float32).mul(0.37).sin().reshape(50, 100));
        using var turned = new Parameter(plain.detach().t().contiguous().t());
        Assert.False(turned.is_contiguous());
        using var first = optim.AdamW([plain], 0.01, weight_decay: 0.1, amsgrad: true);
        using var second = optim.AdamW([turned], 0.01, weight_decay: 0.1, amsgrad: true);
        for (var step = 0; step < 5; step++)
        {
            using var scope = NewDisposeScope();
            var gradient = arange(5000, dtype: float32).mul(0.11 * (step + 1)).cos().reshape(50, 100);
            plain.grad = gradient;
            turned.grad = gradient.clone();
            first.step();
            second.step();
        }

        AssertClose.Tensors(plain, turned, 1e-6);
    }

    [Fact]
    public void The_result_does_not_depend_on_the_number_of_threads()
    {
        Tensor Run(int threads)
        {
            var before = get_num_threads();
            set_num_threads(threads);
            try
            {
                using var weight = new Parameter(arange(100_003, dtype: float32).sin());
                using var optimizer = optim.AdamW([weight], 0.01, weight_decay: 0.1);
                weight.grad = arange(100_003, dtype: float32).cos();
                optimizer.step();
                return weight.detach().clone();
            }
            finally
            {
                set_num_threads(before);
            }
        }

        using var one = Run(1);
        using var two = Run(2);
        Assert.True(one.bytes.SequenceEqual(two.bytes));
    }

    [Fact]
    public void A_bfloat16_parameter_is_stepped_too()
    {
        using var weight = new Parameter(ones([3], bfloat16));
        using var optimizer = optim.AdamW([weight], 0.5);
        weight.grad = ones([3], bfloat16);
        optimizer.step();
        AssertClose.Numbers([0.5, 0.5, 0.5], weight, 0.01);
    }

    [Fact]
    public void Without_a_gradient_a_parameter_stays_and_decays_not()
    {
        using var weight = new Parameter(tensor(Start));
        using var optimizer = optim.AdamW([weight], 0.1, weight_decay: 0.5);
        optimizer.step();
        AssertClose.Numbers(Start, weight, 0);
    }

    [Fact]
    public void Groups_have_their_own_decay_and_learning_rate_which_a_schedule_sets()
    {
        using var decayed = new Parameter(tensor(Start));
        using var plain = new Parameter(tensor(Start));
        using var optimizer = optim.AdamW(
            [new AdamW.ParamGroup([decayed], lr: 0.1, weight_decay: 0.5), new AdamW.ParamGroup([plain], lr: 0.1)]);
        Assert.Equal([0.1, 0.1], optimizer.ParamGroups.Select(group => group.LearningRate));
        foreach (var group in optimizer.ParamGroups)
        {
            Assert.Equal(0.1, group.InitialLearningRate);
            group.LearningRate = 0.01;
        }

        Give(decayed, [1, 1, 1, 1]);
        Give(plain, [1, 1, 1, 1]);
        optimizer.step();

        // The first step of Adam has the length of the learning rate.
        AssertClose.Numbers([.. Start.Select(value => value - 0.01)], plain, 1e-7);
        AssertClose.Numbers([.. Start.Select(value => (value * (1 - 0.005)) - 0.01)], decayed, 1e-7);
    }

    [Fact]
    public void A_parameter_cannot_be_in_two_groups()
    {
        using var weight = new Parameter(tensor(Start));
        Assert.Throws<ArgumentException>(() => optim.AdamW([weight, weight]));
    }

    [Fact]
    public void An_optimiser_s_zero_grad_leaves_gradients_of_zeros()
    {
        using var weight = new Parameter(tensor(Start));
        using var optimizer = optim.AdamW([weight]);
        optimizer.zero_grad();
        Assert.Null(weight.grad);
        Give(weight, [1, 2, 3, 4]);
        optimizer.zero_grad();
        AssertClose.Numbers([0, 0, 0, 0], weight.grad!, 0);
    }

    [Fact]
    public void A_closure_is_evaluated_with_gradients_and_its_loss_returned()
    {
        using var weight = new Parameter(tensor(Start));
        using var optimizer = optim.AdamW([weight], 0.1);
        using var loss = optimizer.step(() =>
        {
            var square = weight.square().sum();
            square.backward();
            return square;
        });
        Assert.Equal(Start.Sum(value => value * value), loss!.ToDouble(), 1e-12);
        Assert.Equal(0.4, weight[0].ToDouble(), 1e-6);
    }

    internal static double[] Gradient(int step) => [Math.Sin(step), Math.Cos(3 * step), step - 4, 1e-3 * step];

    internal static void Give(Parameter parameter, double[] gradient)
    {
        using var values = tensor(gradient);
        parameter.grad = values;
    }
}
