using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AsrTrainer.Torch.Tests;

public sealed class ContainerTests
{
    [Fact]
    public void A_list_names_its_modules_by_position_once_it_has_a_parent()
    {
        using var module = new Owner();
        Assert.Equal(["layers.0.weight", "layers.1.weight"], module.state_dict().Keys);
        module.layers.Add(nn.Linear(1, 1, hasBias: false));
        Assert.Equal(["layers.0.weight", "layers.1.weight", "layers.2.weight"], module.state_dict().Keys);
        module.layers[0].Dispose();
        module.layers.RemoveAt(0);
        Assert.Equal(["layers.0.weight", "layers.1.weight"], module.state_dict().Keys);
    }

    [Fact]
    public void A_sequence_applies_its_modules_in_order()
    {
        using var first = nn.Linear(3, 4);
        using var last = nn.Linear(4, 2);
        using var sequence = nn.Sequential(("a", first), ("b", nn.GELU()), ("c", last));
        var input = randn(5, 3);
        AssertClose.Tensors(last.call(nn.functional.gelu(first.call(input))), sequence.call(input), 0);
        Assert.Equal(["a.weight", "a.bias", "c.weight", "c.bias"], sequence.named_parameters().Select(entry => entry.name));
        Assert.Equal(3, sequence.Count);
    }

    [Fact]
    public void A_sequence_names_its_modules_by_position()
    {
        using var sequence = nn.Sequential(nn.Linear(3, 4, hasBias: false), nn.ReLU(), nn.Linear(4, 2, hasBias: false));
        Assert.Equal(["0.weight", "2.weight"], sequence.state_dict().Keys);
    }

    [Fact]
    public void A_sequence_frees_what_lies_between_and_not_its_input() => OwnThread.Run(() =>
    {
        using var scope = NewDisposeScope();
        using var sequence = nn.Sequential(nn.Identity(), nn.Linear(3, 3), nn.Identity());
        var input = randn(2, 3);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var output = sequence.call(input);
        Assert.Equal(before + 1, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.False(input.IsInvalid);
        Assert.False(output.IsInvalid);
    });

    private sealed class Owner : nn.Module
    {
        public readonly ModuleList<Linear> layers = nn.ModuleList(nn.Linear(1, 1, hasBias: false), nn.Linear(1, 1, hasBias: false));

        public Owner()
            : base(nameof(Owner))
        {
            RegisterComponents();
        }
    }
}
