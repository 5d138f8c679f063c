using TorchSharp;
using static TorchSharp.torch;

namespace AsrTrainer.Torch.Tests;

public sealed class RecurrentLayerTests
{
    [Fact]
    public void Names_and_shapes_are_pytorch_s()
    {
        using var layer = nn.GRU(5, 3, numLayers: 2, bidirectional: true);
        Assert.Equal(
            [
                "weight_ih_l0 9,5", "weight_hh_l0 9,3", "bias_ih_l0 9", "bias_hh_l0 9",
                "weight_ih_l0_reverse 9,5", "weight_hh_l0_reverse 9,3", "bias_ih_l0_reverse 9", "bias_hh_l0_reverse 9",
                "weight_ih_l1 9,6", "weight_hh_l1 9,3", "bias_ih_l1 9", "bias_hh_l1 9",
                "weight_ih_l1_reverse 9,6", "weight_hh_l1_reverse 9,3", "bias_ih_l1_reverse 9", "bias_hh_l1_reverse 9",
            ],
            layer.named_parameters().Select(entry => $"{entry.name} {string.Join(',', entry.parameter.shape)}"));
        using var unbiased = nn.LSTM(5, 3, bias: false);
        Assert.Equal(["weight_ih_l0", "weight_hh_l0"], unbiased.named_parameters().Select(entry => entry.name));
        Assert.Equal([12, 5], unbiased.parameters().First().shape);
    }

    [Fact]
    public void Weights_start_within_one_over_the_root_of_the_hidden_size()
    {
        using var layer = nn.LSTM(40, 25);
        Assert.All(layer.parameters(), part => Assert.InRange(part.abs().max().ToDouble(), 0.15, 0.2));
    }

    [Fact]
    public void Batch_first_is_the_same_with_the_axes_exchanged()
    {
        using var scope = NewDisposeScope();
        using var first = nn.GRU(3, 4, batchFirst: true, bidirectional: true, dtype: float64);
        using var second = nn.GRU(3, 4, bidirectional: true, dtype: float64);
        second.load_state_dict(first.state_dict());
        var input = randn(2, 5, 3, dtype: float64);
        var (output, state) = first.call(input);
        var (turned, turnedState) = second.call(input.transpose(0, 1));
        Assert.Equal([2, 5, 8], output.shape);
        Assert.Equal([2, 2, 4], state.shape);
        AssertClose.Tensors(output, turned.transpose(0, 1), 1e-14);
        AssertClose.Tensors(state, turnedState, 1e-14);
    }

    [Fact]
    public void A_sequence_in_two_parts_with_the_state_handed_on_is_the_whole_sequence()
    {
        using var scope = NewDisposeScope();
        using var gru = nn.GRU(3, 4, numLayers: 2, batchFirst: true, dtype: float64);
        using var lstm = nn.LSTM(3, 4, numLayers: 2, batchFirst: true, dtype: float64);
        var input = randn(2, 7, 3, dtype: float64);
        var (head, middle) = gru.call(input.narrow(1, 0, 3));
        var (tail, _) = gru.call(input.narrow(1, 3, 4), middle);
        AssertClose.Tensors(gru.call(input).Item1, cat([head, tail], 1), 1e-13);
        var (head2, hidden, cell) = lstm.call(input.narrow(1, 0, 3));
        var (tail2, _, _) = lstm.call(input.narrow(1, 3, 4), (hidden, cell));
        AssertClose.Tensors(lstm.call(input).Item1, cat([head2, tail2], 1), 1e-13);
    }

    [Fact]
    public void A_wrong_shape_is_refused_with_what_was_expected()
    {
        using var layer = nn.GRU(3, 4, batchFirst: true);
        Assert.Contains("(B, T, 3)", Assert.Throws<ArgumentException>(() => layer.call(zeros(2, 5, 4))).Message);
        Assert.Contains("(B, T, 3)", Assert.Throws<ArgumentException>(() => layer.call(zeros(5, 3))).Message);
        Assert.Contains("[1, 2, 4]", Assert.Throws<ArgumentException>(() => layer.call(zeros(2, 5, 3), zeros(1, 1, 4))).Message);
        Assert.Throws<ArgumentException>(() => nn.GRU(3, 0));
        Assert.Throws<ArgumentException>(() => nn.LSTM(3, 4, dropout: 1.5));
    }
}
