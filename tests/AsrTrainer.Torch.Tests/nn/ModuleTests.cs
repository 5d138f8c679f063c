using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace AsrTrainer.Torch.Tests;

public sealed class ModuleTests
{
    [Fact]
    public void Fields_give_the_names_as_written_private_ones_and_those_of_the_base_class_too()
    {
        using var module = new Derived();
        Assert.Equal(
            ["scale", "_shift", "renamed", "inner.weight", "inner.bias", "_inherited.weight"],
            module.named_parameters().Select(entry => entry.name));
    }

    [Fact]
    public void Null_fields_collections_and_plain_values_are_no_components()
    {
        using var module = new WithCollections();
        Assert.Empty(module.named_parameters());
        Assert.Empty(module.named_children());
    }

    [Fact]
    public void A_tensor_in_a_field_is_a_persistent_buffer()
    {
        using var module = new WithBuffers();
        Assert.Equal(["_filter", "window"], module.named_buffers().Select(entry => entry.name).Order());
        Assert.Equal(["_filter"], module.state_dict().Keys);
        Assert.Equal(["_filter"], module.named_buffers(include_nonpersistent: false).Select(entry => entry.name));
    }

    [Fact]
    public void What_is_registered_by_hand_comes_first_and_is_not_taken_twice()
    {
        using var module = new ByHand();
        Assert.Equal(["second", "first"], module.named_parameters().Select(entry => entry.name));
    }

    [Fact]
    public void A_name_cannot_be_given_twice_or_hold_a_dot()
    {
        using var module = new ByHand();
        using var weight = new Parameter(zeros(1));
        Assert.Throws<ArgumentException>(() => module.register_parameter("first", weight));
        Assert.Throws<ArgumentException>(() => module.register_parameter("a.b", weight));
        Assert.Throws<ArgumentException>(() => module.register_parameter("", weight));
    }

    [Fact]
    public void A_shared_parameter_is_listed_once_but_stands_in_the_state_under_both_names()
    {
        using var module = new Shared();
        Assert.Equal(["left.weight"], module.named_parameters().Select(entry => entry.name));
        Assert.Equal(["left.weight", "right.weight"], module.state_dict().Keys);
    }

    [Fact]
    public void Training_reaches_every_module_below()
    {
        using var module = new Derived();
        module.eval();
        Assert.All(module.modules(), below => Assert.False(below.training));
        module.train();
        Assert.True(module.training);
        Assert.All(module.modules(), below => Assert.True(below.training));
    }

    [Fact]
    public void Apply_visits_children_before_the_module_itself()
    {
        using var module = new Derived();
        var visited = new List<string>();
        module.apply(visitedModule => visited.Add(visitedModule.GetName()));
        Assert.Equal(["Linear", "Linear", "Derived"], visited);
    }

    [Fact]
    public void Hooks_run_around_forward_and_can_be_removed()
    {
        using var layer = nn.Identity();
        var before = layer.register_forward_pre_hook((_, input) => input + 1);
        var after = layer.register_forward_hook((_, _, output) => output * 10);
        Assert.Equal(30, layer.call(tensor(2.0)).ToDouble());
        before.remove();
        Assert.Equal(20, layer.call(tensor(2.0)).ToDouble());
        after.remove();
        Assert.Equal(2, layer.call(tensor(2.0)).ToDouble());
    }

    [Fact]
    public void A_module_s_zero_grad_drops_gradients()
    {
        using var layer = nn.Linear(2, 1);
        layer.call(ones(3, 2)).sum().backward();
        Assert.NotNull(layer.weight.grad);
        layer.zero_grad();
        Assert.Null(layer.weight.grad);
    }

    [Fact]
    public void Disposing_a_module_disposes_parameters_buffers_and_children()
    {
        var module = new Derived();
        var buffered = new WithBuffers();
        var parts = module.parameters().Concat(buffered.buffers()).ToList();
        module.Dispose();
        buffered.Dispose();
        Assert.All(parts, part => Assert.True(part.IsInvalid));
    }

    [Fact]
    public void A_parameter_takes_the_handle_of_its_tensor()
    {
        using var source = zeros(2);
        using var parameter = new Parameter(source);
        Assert.True(source.IsInvalid);
        Assert.True(parameter.requires_grad);
        Assert.True(parameter.is_leaf);
        using var frozen = new Parameter(zeros(2), requires_grad: false);
        Assert.False(frozen.requires_grad);
    }

    private class Inherited : nn.Module
    {
        private readonly Linear _inherited = nn.Linear(2, 2, hasBias: false);

        protected Inherited(string name)
            : base(name)
        {
        }

        public Linear InheritedLayer => _inherited;
    }

    private sealed class Derived : Inherited
    {
        public readonly Parameter scale = new(ones(2));
        public readonly Linear inner = nn.Linear(2, 3);
        private readonly Parameter _shift = new(zeros(2));

        [ComponentName(Name = "renamed")]
        private readonly Parameter _other = new(zeros(2));

        public Derived()
            : base(nameof(Derived))
        {
            RegisterComponents();
        }

        public Parameter[] Own => [_shift, _other];
    }

    private sealed class WithCollections : nn.Module
    {
        public readonly List<Linear> layers = [nn.Linear(1, 1)];
        public readonly Linear? missing;
        public readonly int size = 3;

        public WithCollections()
            : base(nameof(WithCollections))
        {
            missing = null;
            RegisterComponents();
        }
    }

    private sealed class WithBuffers : nn.Module
    {
        private readonly Tensor _filter = ones(3);

        public WithBuffers()
            : base(nameof(WithBuffers))
        {
            register_buffer("window", zeros(4), persistent: false);
            RegisterComponents();
        }

        public Tensor Filter => _filter;
    }

    private sealed class ByHand : nn.Module
    {
        public readonly Parameter first = new(zeros(1));
        public readonly Parameter second = new(zeros(1));

        public ByHand()
            : base(nameof(ByHand))
        {
            register_parameter("second", second);
            RegisterComponents();
        }
    }

    private sealed class Shared : nn.Module
    {
        public readonly Linear left = nn.Linear(2, 2, hasBias: false);
        public readonly Linear right;

        public Shared()
            : base(nameof(Shared))
        {
            right = left;
            RegisterComponents();
        }
    }
}
