using TorchSharp;
using static TorchSharp.torch;

namespace AsrTrainer.Torch.Tests;

/// <summary>libtorch 1.13's own backward pass of GELU gives other memory's content when the gradient is not contiguous.</summary>
public sealed class GeluTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_gradient_is_right_five_times_over_dirty_memory(bool transposedInput)
    {
        for (int repetition = 0; repetition < 5; repetition++)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor input = transposedInput ? randn(64, 3, 50).permute(1, 2, 0).detach() : randn(3, 50, 64);
            Tensor weights = randn(3, 64, 50);
            input.requires_grad_();
            Dirty(input.shape);
            (input.gelu().transpose(1, 2).contiguous() * weights).sum().backward();

            Tensor x = input.detach().@double();
            Tensor cumulative = ((x / Math.Sqrt(2)).erf() + 1) / 2;
            Tensor density = (x.square() * -0.5).exp() / Math.Sqrt(2 * Math.PI);
            Tensor expected = (cumulative + (x * density)) * weights.transpose(1, 2).@double();
            AssertClose.Tensors(expected, input.grad!, 1e-5, "gradient");
            AssertClose.Tensors(x * cumulative, input.gelu(), 1e-5, "value");
        }
    }

    [Fact]
    public void The_gradient_can_be_differentiated_again()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor input = tensor(new[] { -1.5, 0.25, 2.0 }).requires_grad_();
        Tensor first = autograd.grad([input.gelu().sum()], [input], create_graph: true)[0];
        Tensor second = autograd.grad([first.sum()], [input])[0];
        Tensor x = input.detach();
        Tensor density = (x.square() * -0.5).exp() / Math.Sqrt(2 * Math.PI);
        AssertClose.Tensors(density * (2 - x.square()), second, 1e-12);
    }

    // Leaves freed blocks of the gradient's size full of large numbers, which the next allocation gets back as they are.
    private static void Dirty(long[] shape)
    {
        for (int i = 0; i < 20; i++)
        {
            full(shape, 1e20).Dispose();
        }
    }
}
