using static TorchSharp.torch;

namespace AsrTrainer.Torch.Tests;

public sealed class DropoutTests
{
    [Fact]
    public void In_training_elements_are_dropped_and_the_rest_scaled_so_that_the_mean_stays()
    {
        using var layer = nn.Dropout(0.25);
        using var output = layer.call(ones(40_000));
        var values = AssertClose.Values(output);
        Assert.All(values, value => Assert.True(value is 0 || Math.Abs(value - (1 / 0.75)) < 1e-6));
        Assert.InRange(values.Count(value => value is 0) / 40_000.0, 0.235, 0.265);
    }

    [Fact]
    public void In_evaluation_nothing_is_dropped()
    {
        using var layer = nn.Dropout(0.5);
        layer.eval();
        AssertClose.Tensors(ones(100), layer.call(ones(100)), 0);
    }

    [Fact]
    public void In_place_it_changes_its_input()
    {
        using var layer = nn.Dropout(1, inplace: true);
        var input = ones(10);
        layer.call(input);
        AssertClose.Tensors(zeros(10), input, 0);
    }
}
