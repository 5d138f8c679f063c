using TorchSharp;
using static TorchSharp.torch;

namespace AsrTrainer.Torch.Tests;

public sealed class ModuleStateTests
{
    [Fact]
    public void A_state_that_is_loaded_gives_the_same_results()
    {
        using var source = Model();
        using var target = Model();
        var input = randn(5, 4);
        Assert.NotEqual(0, (source.call(input) - target.call(input)).abs().max().ToDouble());
        var (missing, unexpected) = target.load_state_dict(source.state_dict());
        Assert.Empty(missing);
        Assert.Empty(unexpected);
        AssertClose.Tensors(source.call(input), target.call(input), 0);
    }

    [Fact]
    public void Loading_copies_and_keeps_the_parameters_objects()
    {
        using var layer = nn.Linear(2, 2);
        var weight = layer.weight;
        layer.load_state_dict(new() { ["weight"] = ones(2, 2), ["bias"] = zeros(2) });
        Assert.Same(weight, layer.weight);
        Assert.True(weight.requires_grad);
        AssertClose.Tensors(ones(2, 2), weight, 0);
    }

    [Fact]
    public void Missing_and_unexpected_names_are_refused_by_name_before_anything_changes()
    {
        using var layer = nn.Linear(2, 2);
        var before = layer.weight.detach().clone();
        var fault = Assert.Throws<InvalidOperationException>(
            () => layer.load_state_dict(new() { ["weight"] = ones(2, 2), ["extra"] = ones(1) }));
        Assert.Contains("bias", fault.Message);
        Assert.Contains("extra", fault.Message);
        AssertClose.Tensors(before, layer.weight, 0);
    }

    [Fact]
    public void Without_strict_the_differences_are_returned_and_the_rest_is_loaded()
    {
        using var layer = nn.Linear(2, 2);
        var (missing, unexpected) = layer.load_state_dict(
            new() { ["weight"] = ones(2, 2), ["extra"] = ones(1) }, strict: false);
        Assert.Equal(["bias"], missing);
        Assert.Equal(["extra"], unexpected);
        AssertClose.Tensors(ones(2, 2), layer.weight, 0);
    }

    [Fact]
    public void Another_shape_is_refused_even_if_it_could_be_broadcast()
    {
        using var layer = nn.Linear(2, 2);
        var fault = Assert.Throws<ArgumentException>(
            () => layer.load_state_dict(new() { ["weight"] = ones(1, 2), ["bias"] = zeros(2) }));
        Assert.Contains("weight", fault.Message);
    }

    [Fact]
    public void Skipped_names_keep_their_values()
    {
        using var layer = nn.Linear(2, 2);
        var before = layer.bias!.detach().clone();
        layer.load_state_dict(new() { ["weight"] = ones(2, 2) }, skip: ["bias"]);
        AssertClose.Tensors(before, layer.bias, 0);
    }

    private static TorchSharp.Modules.Sequential Model() => nn.Sequential(nn.Linear(4, 3), nn.GELU(), nn.Linear(3, 2));
}
