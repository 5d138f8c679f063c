using TorchSharp;
using static TorchSharp.torch;

namespace AsrTrainer.Torch.Tests;

public sealed class FunctionalTests
{
    [Fact]
    public void Padding_is_given_from_the_last_dimension()
    {
        using var padded = nn.functional.pad(ones(2, 3, dtype: float64), (1, 2, 0, 1), value: 7);
        AssertClose.Numbers([7, 1, 1, 1, 7, 7, 7, 1, 1, 1, 7, 7, 7, 7, 7, 7, 7, 7], padded, 0);
        using var cut = nn.functional.pad(arange(4, dtype: float64), (-1, 0));
        AssertClose.Numbers([1, 2, 3], cut, 0);
        using var replicated = nn.functional.pad(arange(3, dtype: float64).reshape(1, 3), (2, 0), PaddingModes.Replicate);
        AssertClose.Numbers([0, 0, 0, 1, 2], replicated, 0);
    }

    [Fact]
    public void One_hot_has_a_one_at_the_class()
    {
        using var encoded = nn.functional.one_hot(tensor(new[] { 2L, 0L }), 4);
        AssertClose.Numbers([0, 0, 1, 0, 1, 0, 0, 0], encoded, 0);
    }

    [Fact]
    public void Activations_have_their_values_and_relu_in_place_changes_its_input()
    {
        var x = tensor(new[] { -1.0, 0, 2 });
        AssertClose.Numbers([0, 0, 2], nn.functional.relu(x), 0);
        AssertClose.Numbers([-0.15865525393145707, 0, 1.9544997361036416], nn.functional.gelu(x), 1e-12);
        AssertClose.Numbers([Math.Tanh(-1), 0, Math.Tanh(2)], nn.functional.tanh(x), 1e-12);
        AssertClose.Tensors(nn.functional.softmax(x, 0).log(), nn.functional.log_softmax(x, 0), 1e-12);
        using var layer = nn.ReLU(inplace: true);
        layer.call(x);
        AssertClose.Numbers([0, 0, 2], x, 0);
    }
}
