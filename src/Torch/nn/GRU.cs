using TorchSharp.Interop;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.utils.rnn;

namespace TorchSharp.Modules;

// (T, B, in), or (B, T, in) with batchFirst, to (T, B, hidden × directions) likewise and the last state (layers × directions, B, hidden).
public sealed class GRU : nn.Module<Tensor, Tensor?, (Tensor, Tensor)>
{
    private readonly RecurrentLayers _layers;

    internal GRU(RecurrentLayers layers, Device? device, ScalarType? dtype)
        : base(nameof(GRU))
    {
        _layers = layers;
        foreach (var (name, weight) in layers.NewWeights(3, device, dtype))
        {
            register_parameter(name, weight);
        }
    }

    public new (Tensor, Tensor) call(Tensor input, Tensor? h0 = null) => base.call(input, h0);

    public override (Tensor, Tensor) forward(Tensor input, Tensor? h0 = null)
    {
        using var hidden = _layers.State(h0, _layers.CheckPadded(input), input);
        var results = NativeMethods.asr_gru(input, hidden, OwnWeights(), _layers.Spec(training));
        return (results[0], results[1]);
    }

    public (PackedSequence, Tensor) call(PackedSequence input, Tensor? h0 = null)
    {
        using var hidden = _layers.State(h0, _layers.CheckPacked(input), input.data, input.sorted_indices);
        var results = NativeMethods.asr_gru_packed(input.data, input.batch_sizes, hidden, OwnWeights(), _layers.Spec(training));
        return (input.WithData(results[0]), RecurrentLayers.Reorder(results[1], input.unsorted_indices));
    }

    // The weights are kept as they are; libtorch makes its own flat copy where cuDNN needs one.
    public void flatten_parameters()
    {
    }

    private Tensor[] OwnWeights() => [.. parameters(recurse: false)];
}
