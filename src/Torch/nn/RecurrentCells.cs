// One time step of a GRU or an LSTM: (B, in) and the state to the next state.
using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

public sealed class GRUCell : nn.Module<Tensor, Tensor?, Tensor>
{
    private readonly long _hiddenSize;

    internal GRUCell(long inputSize, long hiddenSize, bool bias, Device? device, ScalarType? dtype)
        : base(nameof(GRUCell))
    {
        _hiddenSize = hiddenSize;
        foreach (var (name, weight) in CellWeights.New(3, inputSize, hiddenSize, bias, device, dtype))
        {
            register_parameter(name, weight);
        }
    }

    public Parameter weight_ih
    {
        get => OwnParameter(nameof(weight_ih))!;
        set => ConditionallyRegisterParameter(nameof(weight_ih), value);
    }

    public Parameter weight_hh
    {
        get => OwnParameter(nameof(weight_hh))!;
        set => ConditionallyRegisterParameter(nameof(weight_hh), value);
    }

    public Parameter? bias_ih
    {
        get => OwnParameter(nameof(bias_ih));
        set => ConditionallyRegisterParameter(nameof(bias_ih), value);
    }

    public Parameter? bias_hh
    {
        get => OwnParameter(nameof(bias_hh));
        set => ConditionallyRegisterParameter(nameof(bias_hh), value);
    }

    public override Tensor forward(Tensor input, Tensor? h0 = null)
    {
        using var hidden = h0?.alias() ?? CellWeights.ZeroState(input, _hiddenSize);
        return NativeMethods.asr_gru_cell(input, hidden, weight_ih, weight_hh, bias_ih, bias_hh);
    }
}

public sealed class LSTMCell : nn.Module<Tensor, (Tensor, Tensor)?, (Tensor, Tensor)>
{
    private readonly long _hiddenSize;

    internal LSTMCell(long inputSize, long hiddenSize, bool bias, Device? device, ScalarType? dtype)
        : base(nameof(LSTMCell))
    {
        _hiddenSize = hiddenSize;
        foreach (var (name, weight) in CellWeights.New(4, inputSize, hiddenSize, bias, device, dtype))
        {
            register_parameter(name, weight);
        }
    }

    public Parameter weight_ih
    {
        get => OwnParameter(nameof(weight_ih))!;
        set => ConditionallyRegisterParameter(nameof(weight_ih), value);
    }

    public Parameter weight_hh
    {
        get => OwnParameter(nameof(weight_hh))!;
        set => ConditionallyRegisterParameter(nameof(weight_hh), value);
    }

    public Parameter? bias_ih
    {
        get => OwnParameter(nameof(bias_ih));
        set => ConditionallyRegisterParameter(nameof(bias_ih), value);
    }

    public Parameter? bias_hh
    {
        get => OwnParameter(nameof(bias_hh));
        set => ConditionallyRegisterParameter(nameof(bias_hh), value);
    }

    public override (Tensor, Tensor) forward(Tensor input, (Tensor, Tensor)? h0_c0 = null)
    {
        using var hidden = h0_c0?.Item1.alias() ?? CellWeights.ZeroState(input, _hiddenSize);
        using var cell = h0_c0?.Item2.alias() ?? CellWeights.ZeroState(input, _hiddenSize);
        var results = NativeMethods.asr_lstm_cell(input, hidden, cell, weight_ih, weight_hh, bias_ih, bias_hh);
        return (results[0], results[1]);
    }
}

internal static class CellWeights
{
    public static IEnumerable<(string Name, Parameter Weight)> New(
        long gates, long inputSize, long hiddenSize, bool bias, Device? device, ScalarType? dtype)
    {
        var layers = new RecurrentLayers("A recurrent cell", inputSize, hiddenSize, 1, bias, false, 0, false);
        return layers.NewWeights(gates, device, dtype).Select(entry => (entry.Name[..^"_l0".Length], entry.Weight));
    }

    public static Tensor ZeroState(Tensor input, long hiddenSize) =>
        zeros([input.shape[0], hiddenSize], input.dtype, input.device);
}
