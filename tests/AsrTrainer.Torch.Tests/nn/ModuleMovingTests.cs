using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AsrTrainer.Torch.Tests;

public sealed class ModuleMovingTests
{
    [Fact]
    public void Another_type_replaces_the_parameters_in_the_fields_and_ends_the_old_ones()
    {
        using var module = new Mixed();
        var old = module.scale;
        Assert.Same(module, module.to(float64));
        Assert.True(old.IsInvalid);
        Assert.NotSame(old, module.scale);
        Assert.Equal(float64, module.scale.dtype);
        Assert.Same(module.scale, module.named_parameters().First().parameter);
        Assert.True(module.scale.requires_grad);
        Assert.True(module.scale.is_leaf);
    }

    [Fact]
    public void The_same_type_changes_nothing()
    {
        using var module = new Mixed();
        var old = module.scale;
        module.to(float32).cpu();
        Assert.Same(old, module.scale);
        Assert.False(old.IsInvalid);
    }

    [Fact]
    public void All_floating_point_buffers_move_also_those_that_are_not_saved_and_integers_stay()
    {
        using var module = new Mixed();
        module.@double();
        var types = module.named_buffers().ToDictionary(entry => entry.name, entry => entry.buffer.dtype);
        Assert.Equal(float64, types["filter"]);
        Assert.Equal(float64, types["scratch"]);
        Assert.Equal(int64, types["count"]);
        Assert.Equal(float64, module.filter.dtype);
    }

    [Fact]
    public void A_shared_layer_is_still_shared_afterwards()
    {
        using var module = new Mixed();
        module.to(float64);
        Assert.Same(module.left, module.right);
        Assert.Equal(["scale", "left.weight", "left.bias"], module.named_parameters().Select(entry => entry.name));
        Assert.Equal(float64, module.left.weight.dtype);
    }

    [Fact]
    public void Gradients_move_along()
    {
        using var layer = nn.Linear(2, 1);
        layer.call(ones(1, 2)).sum().backward();
        layer.to(float64);
        using var gradient = layer.weight.grad;
        Assert.NotNull(gradient);
        AssertClose.Tensors(ones(1, 2, dtype: float64), gradient, 0);
        Assert.Equal(float64, gradient.dtype);
    }

    [Fact]
    public void A_moved_layer_computes_in_its_new_type()
    {
        using var layers = nn.Sequential(nn.Linear(3, 3), nn.LayerNorm(3));
        Assert.Equal(bfloat16, layers.bfloat16().call(ones([2, 3], bfloat16)).dtype);
        Assert.Equal(float32, layers.@float().call(ones(2, 3)).dtype);
    }

    [Fact]
    public void Whole_numbers_are_no_type_for_parameters()
    {
        using var module = new Mixed();
        Assert.Throws<ArgumentException>(() => module.to(int64));
    }

    private sealed class Mixed : nn.Module
    {
        public readonly Parameter scale = new(ones(2));
        public readonly Linear left = nn.Linear(2, 2);
        public readonly Linear right;
        public readonly Tensor filter = ones(3);
        public readonly Tensor count = tensor(3L);

        public Mixed()
            : base(nameof(Mixed))
        {
            right = left;
            register_buffer("scratch", ones(2), persistent: false);
            RegisterComponents();
        }
    }
}
