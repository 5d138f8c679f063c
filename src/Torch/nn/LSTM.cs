using TorchSharp.Interop;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.utils.rnn;

namespace TorchSharp.Modules;

// As GRU, with the last hidden state and the last cell state.
public sealed class LSTM : nn.Module<Tensor, (Tensor, Tensor)?, (Tensor, Tensor, Tensor)>
{
    private readonly RecurrentLayers _layers;

    internal LSTM(RecurrentLayers layers, Device? device, ScalarType? dtype)
        : base(nameof(LSTM))
    {
        _layers = layers;
        foreach (var (name, weight) in layers.NewWeights(4, device, dtype))
        {
            register_parameter(name, weight);
        }
    }

    public new (Tensor, Tensor, Tensor) call(Tensor input, (Tensor, Tensor)? h0_c0 = null) => base.call(input, h0_c0);

    public override (Tensor, Tensor, Tensor) forward(Tensor input, (Tensor, Tensor)? h0_c0 = null)
    {
        var batch = _layers.CheckPadded(input);
        using var hidden = _layers.State(h0_c0?.Item1, batch, input);
        using var cell = _layers.State(h0_c0?.Item2, batch, input);
        var results = NativeMethods.asr_lstm(input, hidden, cell, OwnWeights(), _layers.Spec(training));
        return (results[0], results[1], results[2]);
    }

    public (PackedSequence, Tensor, Tensor) call(PackedSequence input, (Tensor, Tensor)? h0_c0 = null)
    {
        var batch = _layers.CheckPacked(input);
        using var hidden = _layers.State(h0_c0?.Item1, batch, input.data, input.sorted_indices);
        using var cell = _layers.State(h0_c0?.Item2, batch, input.data, input.sorted_indices);
        var results = NativeMethods.asr_lstm_packed(
            input.data, input.batch_sizes, hidden, cell, OwnWeights(), _layers.Spec(training));
        return (
            input.WithData(results[0]),
            RecurrentLayers.Reorder(results[1], input.unsorted_indices),
            RecurrentLayers.Reorder(results[2], input.unsorted_indices));
    }

    // The weights are kept as they are; libtorch makes its own flat copy where cuDNN needs one.
    public void flatten_parameters()
    {
    }

    private Tensor[] OwnWeights() => [.. parameters(recurse: false)];
}
