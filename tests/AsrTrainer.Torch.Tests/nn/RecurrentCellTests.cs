using static TorchSharp.torch;

namespace AsrTrainer.Torch.Tests;

public sealed class RecurrentCellTests
{
    private const int Features = 3, Hidden = 2;

    [Fact]
    public void A_gru_cell_is_the_plain_formula()
    {
        using var scope = NewDisposeScope();
        using var cell = nn.GRUCell(Features, Hidden, dtype: float64);
        Tensor x = randn(1, Features, dtype: float64), h = randn(1, Hidden, dtype: float64);
        double[] fromInput = Gates(cell.weight_ih, cell.bias_ih!, x), fromState = Gates(cell.weight_hh, cell.bias_hh!, h);
        var before = AssertClose.Values(h);
        var expected = new double[Hidden];
        for (var i = 0; i < Hidden; i++)
        {
            var reset = Sigmoid(fromInput[i] + fromState[i]);
            var update = Sigmoid(fromInput[Hidden + i] + fromState[Hidden + i]);
            var fresh = Math.Tanh(fromInput[(2 * Hidden) + i] + (reset * fromState[(2 * Hidden) + i]));
            expected[i] = ((1 - update) * fresh) + (update * before[i]);
        }

        AssertClose.Numbers(expected, cell.call(x, h), 1e-12);
    }

    [Fact]
    public void An_lstm_cell_is_the_plain_formula()
    {
        using var scope = NewDisposeScope();
        using var layer = nn.LSTMCell(Features, Hidden, dtype: float64);
        Tensor x = randn(1, Features, dtype: float64), h = randn(1, Hidden, dtype: float64), c = randn(1, Hidden, dtype: float64);
        double[] fromInput = Gates(layer.weight_ih, layer.bias_ih!, x), fromState = Gates(layer.weight_hh, layer.bias_hh!, h);
        var before = AssertClose.Values(c);
        double Gate(int gate, int i) => fromInput[(gate * Hidden) + i] + fromState[(gate * Hidden) + i];
        double[] cell = new double[Hidden], hidden = new double[Hidden];
        for (var i = 0; i < Hidden; i++)
        {
            cell[i] = (Sigmoid(Gate(1, i)) * before[i]) + (Sigmoid(Gate(0, i)) * Math.Tanh(Gate(2, i)));
            hidden[i] = Sigmoid(Gate(3, i)) * Math.Tanh(cell[i]);
        }

        var (newHidden, newCell) = layer.call(x, (h, c));
        AssertClose.Numbers(hidden, newHidden, 1e-12);
        AssertClose.Numbers(cell, newCell, 1e-12);
    }

    [Fact]
    public void Without_a_state_a_cell_starts_from_zeros()
    {
        using var scope = NewDisposeScope();
        using var gru = nn.GRUCell(Features, Hidden);
        using var lstm = nn.LSTMCell(Features, Hidden, bias: false);
        var x = randn(4, Features);
        var zero = zeros(4, Hidden);
        AssertClose.Tensors(gru.call(x, zero), gru.call(x, null), 0);
        AssertClose.Tensors(lstm.call(x, (zero, zero)).Item1, lstm.call(x, null).Item1, 0);
        Assert.Null(lstm.bias_ih);
    }

    private static double Sigmoid(double value) => 1 / (1 + Math.Exp(-value));

    private static double[] Gates(Tensor weight, Tensor bias, Tensor input)
    {
        double[] w = AssertClose.Values(weight), b = AssertClose.Values(bias), x = AssertClose.Values(input);
        return [.. b.Select((value, row) => value + x.Select((element, i) => element * w[(row * x.Length) + i]).Sum())];
    }
}
