using TorchSharp;
using TorchSharp.BeyondTorchSharp;
using static TorchSharp.torch;

namespace AsrTrainer.Torch.Tests.BeyondTorchSharp;

/// <summary>One GRU layer over a ragged batch (one utterance is full, one has a single frame), computed by libtorch's packed layer in
/// double precision and by the fused kernels. Results are named: output, input (its gradient), and each parameter (its gradient).</summary>
internal sealed class GruCase
{
    private readonly int _directions;
    private readonly int _hidden;
    private readonly Tensor _x;
    private readonly TorchSharp.Modules.GRU _module;

    public GruCase(int directions, int batch, int frames, int features, int hidden)
    {
        (_directions, _hidden) = (directions, hidden);
        _module = nn.GRU(features, hidden, batchFirst: true, bidirectional: directions == 2, dtype: float64);
        var number = 0;
        using (no_grad())
        {
            // In single precision exactly, as the fused layer will see them.
            foreach (var parameter in _module.parameters())
            {
                parameter.copy_(Pattern(parameter.shape, 0.61 + (0.17 * number++)).mul(1 / Math.Sqrt(hidden)).to(float32));
            }
        }

        _x = Pattern([batch, frames, features], 1.37).to(float32).to(float64);
        Lengths = tensor(
            Enumerable.Range(0, batch).Select(b => b == batch / 2 ? frames : b == batch - 1 ? 1L : 1 + (7L * b % frames)).ToArray());
    }

    public Tensor Lengths { get; }

    public Tensor Input(ScalarType type) => _x.to(type, copy: true);

    public Tensor[] Parameters(ScalarType type) => [.. _module.parameters().Select(parameter => parameter.detach().to(type, copy: true))];

    /// <summary>A sum in which every element of the output counts differently.</summary>
    public Tensor Loss(Tensor output) => (output * Pattern(output.shape, 0.83).to(output.dtype)).sum();

    public Dictionary<string, Tensor> Packed()
    {
        var x = Input(float64).requires_grad_();
        return Packed(x, x);
    }

    /// <summary>The same of what was made of <paramref name="x"/>, whose gradient is asked for.</summary>
    public Dictionary<string, Tensor> Packed(Tensor x, Tensor made)
    {
        var packed = nn.utils.rnn.pack_padded_sequence(made, Lengths, batch_first: true, enforce_sorted: false);
        var (y, _) = nn.utils.rnn.pad_packed_sequence(_module.call(packed).Item1, batch_first: true, total_length: x.shape[1]);
        _module.zero_grad();
        Loss(y).backward();
        return Named(y, x, [.. _module.parameters()]);
    }

    public Dictionary<string, Tensor> Fused(bool bfloat16 = false)
    {
        var x = Input(float32).requires_grad_();
        return Fused(x, parameters => FusedLayers.gru(x, Lengths, parameters, bfloat16));
    }

    /// <summary>The same of another layer of <paramref name="x"/> with the parameters.</summary>
    public Dictionary<string, Tensor> Fused(Tensor x, Func<Tensor[], Tensor> layer)
    {
        var parameters = Parameters(float32).Select(parameter => parameter.requires_grad_()).ToArray();
        var y = layer(parameters);
        Loss(y).backward();
        return Named(y, x, parameters);
    }

    public void AssertClose(Dictionary<string, Tensor> expected, Dictionary<string, Tensor> found, double tolerance)
    {
        foreach (var (name, tensor) in expected)
        {
            Tests.AssertClose.Tensors(tensor, found[name], tolerance * Math.Max(1, tensor.abs().max().ToDouble()), name);
        }
    }

    public void FillPadding(double value)
    {
        var lengths = Lengths.data<long>().ToArray();
        for (var b = 0; b < lengths.Length; b++)
        {
            _x[b].narrow(0, lengths[b], _x.shape[1] - lengths[b]).fill_(value);
        }
    }

    public void LeaveDirtyMemory()
    {
        var valid = Lengths.sum().ToInt64();
        DirtyMemory.Leave(
            _x.numel(), valid * _x.shape[2], valid * _hidden, 3 * valid * _hidden, 4 * valid * _hidden,
            _x.shape[0] * _x.shape[1] * _hidden * _directions, 3 * _hidden * _hidden, 3 * _hidden * _x.shape[2], 3 * _hidden);
    }

    private static Tensor Pattern(long[] shape, double frequency) =>
        arange(shape.Aggregate(1L, (product, size) => product * size), dtype: float64).add(1).mul(frequency).sin().reshape(shape);

    private Dictionary<string, Tensor> Named(Tensor output, Tensor input, Tensor[] parameters)
    {
        var named = new Dictionary<string, Tensor> { ["output"] = output.detach(), ["input"] = input.grad! };
        foreach (var ((name, _), parameter) in _module.named_parameters().Zip(parameters))
        {
            named[name] = parameter.grad!.clone();
        }

        return named;
    }
}
