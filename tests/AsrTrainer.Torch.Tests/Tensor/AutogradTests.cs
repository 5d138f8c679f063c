using TorchSharp;
using static TorchSharp.torch;

namespace AsrTrainer.Torch.Tests;

public sealed class AutogradTests
{
    [Fact]
    public void Gradients_accumulate_and_can_be_taken_away()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = tensor(new[] { 1.0, 2, 3 }, requires_grad: true);
        Assert.Null(x.grad);
        x.square().sum().backward();
        x.square().sum().backward();
        Assert.Equal([4d, 8, 12], x.grad!.data<double>().ToArray());
        x.grad = null;
        Assert.Null(x.grad);
        x.grad = ones_like(x);
        Assert.Equal([1d, 1, 1], x.grad!.data<double>().ToArray());
    }

    [Fact]
    public void A_backward_pass_takes_the_outer_gradient_and_named_inputs()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = ones(2, requires_grad: true), y = ones(2, requires_grad: true);
        (x * y * 3).backward([tensor(new[] { 1f, 2f })], inputs: [x]);
        Assert.Equal([3f, 6f], x.grad!.data<float>().ToArray());
        Assert.Null(y.grad);
        Tensor kept = (x * 2).sum();
        kept.backward(retain_graph: true);
        autograd.backward(kept, tensor(10f));
        Assert.Equal([3f + 2 + 20, 6 + 2 + 20], x.grad!.data<float>().ToArray());
    }

    [Fact]
    public void Gradients_can_be_returned_instead_of_stored()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = tensor(3.0, requires_grad: true), unused = tensor(1.0, requires_grad: true);
        Tensor first = autograd.grad([x.pow(3)], [x], create_graph: true)[0];
        Assert.Equal(27d, first.item<double>(), 12);
        Assert.Equal(18d, autograd.grad([first], [x])[0].item<double>(), 12);
        IList<Tensor> both = autograd.grad([x * 2], [x, unused], allow_unused: true);
        Assert.Equal(2d, both[0].item<double>());
        Assert.Null(both[1]);
        Assert.Null(x.grad);
    }

    [Fact]
    public void Recording_is_switched_off_and_on_for_a_block()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = ones(1, requires_grad: true);
        Assert.True(is_grad_enabled());
        using (no_grad())
        {
            Assert.False(is_grad_enabled());
            Assert.False((x * 2).requires_grad);
            using (enable_grad())
            {
                Assert.True((x * 2).requires_grad);
            }

            Assert.False(is_grad_enabled());
        }

        using (set_grad_enabled(false))
        {
            Assert.False((x * 2).requires_grad);
        }

        Assert.True((x * 2).requires_grad);
        using (inference_mode())
        {
            Assert.True(is_inference_mode_enabled());
            Assert.False((x * 2).requires_grad);
        }

        Assert.False(is_inference_mode_enabled());
    }

    [Fact]
    public void Recording_is_a_matter_of_each_thread()
    {
        using (no_grad())
        {
            bool elsewhere = false;
            var thread = new Thread(() => elsewhere = is_grad_enabled());
            thread.Start();
            thread.Join();
            Assert.True(elsewhere);
        }
    }

    [Fact]
    public void Leaves_and_detached_tensors_are_known()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = ones(2, requires_grad: true), y = x * 2;
        Assert.True(x.is_leaf);
        Assert.False(y.is_leaf);
        y.retain_grad();
        y.sum().backward();
        Assert.Equal([1f, 1f], y.grad!.data<float>().ToArray());
        Assert.False(y.detach().requires_grad);
        Assert.Same(y, y.detach_());
        Assert.True(y.is_leaf);
        x.requires_grad = false;
        Assert.False(x.requires_grad);
    }
}
