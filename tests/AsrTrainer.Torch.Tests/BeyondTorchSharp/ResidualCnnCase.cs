using TorchSharp.BeyondTorchSharp;
using static TorchSharp.torch;

namespace AsrTrainer.Torch.Tests.BeyondTorchSharp;

/// <summary>The residual convolution block over a ragged batch, fused in float32 and one operation after the other in float64: output and
/// every gradient.</summary>
internal sealed class ResidualCnnCase
{
    private static readonly string[] Names =
        ["x", "norm1.weight", "norm1.bias", "conv1.weight", "conv1.bias", "norm2.weight", "norm2.bias", "conv2.weight", "conv2.bias"];

    private readonly Tensor[] _values;
    private readonly Tensor _mask;

    public ResidualCnnCase(int batch, int channels, int bands, int frames)
    {
        (Channels, Bands, Frames) = (channels, bands, frames);
        Lengths = tensor(Enumerable.Range(0, batch).Select(b => b == 0 ? frames : b == 1 ? 0L : 1 + (5L * b % frames)).ToArray());
        _mask = arange(frames).unsqueeze(0).lt(Lengths.unsqueeze(1)).to(float64).unsqueeze(1).unsqueeze(1);
        var share = 1 / Math.Sqrt(9.0 * channels);
        _values =
        [
            Pattern(1.1, batch, channels, bands, frames).mul(3).add(0.5),
            Pattern(0.9, bands).add(1.2),
            Pattern(0.4, bands),
            Pattern(1.7, channels, channels, 3, 3).mul(share),
            Pattern(0.8, channels).mul(0.3),
            Pattern(0.7, bands).add(1.1),
            Pattern(0.5, bands),
            Pattern(2.3, channels, channels, 3, 3).mul(share),
            Pattern(0.6, channels).mul(0.3),
        ];
        _values = [.. _values.Select(value => value.to(float32).to(float64))];
        _values[0] = _values[0].mul(_mask);
    }

    public Tensor Lengths { get; }

    public int Channels { get; }

    public int Bands { get; }

    public int Frames { get; }

    public Tensor Input => _values[0].to(float32);

    public Tensor[] Parameters => [.. _values.Skip(1).Select(value => value.to(float32))];

    /// <summary>Smooth numbers between -1 and 1.</summary>
    public static Tensor Pattern(double step, params long[] shape) =>
        arange(shape.Aggregate(1L, (product, size) => product * size), dtype: float64).mul(step).sin().reshape(shape);

    /// <summary>The factors that one dropout multiplies by: the block with weights that let nothing but them through.</summary>
    public Tensor Factors(MaskedDropout dropout, long layer)
    {
        var identity = eye(Channels).unsqueeze(2).unsqueeze(3);
        var centre = nn.functional.pad(identity, [1, 1, 1, 1]);
        var (bands, channels) = (zeros(Bands), zeros(Channels));
        Tensor[] parameters = [bands, bands, zeros_like(centre), channels, bands, full(Bands, 3f), centre, channels];
        var none = zeros(Lengths.shape[0], Channels, Bands, Frames);
        var y = FusedConvolutions.residual_cnn(none, Lengths, parameters, 1e-5, dropout with { Second = layer });
        return y.div(nn.functional.gelu(tensor(3f))).to(float64);
    }

    public Dictionary<string, Tensor> Expected(Func<Tensor, Tensor> loss, Tensor? factors1 = null, Tensor? factors2 = null) => Evaluate(
        float64,
        _values[0],
        loss,
        (x, p) => Convolved(Convolved(x, p.AsSpan(0, 4), factors1, float64), p.AsSpan(4, 4), factors2, float64).add(x).mul(_mask));

    /// <summary>With libtorch's own convolutions in bf16.</summary>
    public Dictionary<string, Tensor> PlainInBFloat16(Func<Tensor, Tensor> loss, Tensor factors1, Tensor factors2) => Evaluate(
        float32,
        _values[0],
        loss,
        (x, p) => Convolved(Convolved(x, p.AsSpan(0, 4), factors1, bfloat16), p.AsSpan(4, 4), factors2, bfloat16)
            .add(x)
            .mul(_mask.to(x.dtype)));

    public Dictionary<string, Tensor> Fused(
        Func<Tensor, Tensor> loss,
        MaskedDropout? dropout = null,
        bool bfloat16 = false,
        double padding = 0,
        bool channelsLast = false) => Evaluate(
        float32,
        _values[0].masked_fill(_mask.expand(_values[0].shape).eq(0), padding),
        loss,
        (x, p) => FusedConvolutions.residual_cnn(channelsLast ? ChannelsLast(x) : x, Lengths, p, 1e-5, dropout, bfloat16));

    public void LeaveDirtyMemory()
    {
        var batch = Lengths.shape[0];
        DirtyMemory.Leave(
            _values[0].numel(),
            batch * Frames * Channels,
            Channels,
            Bands,
            (batch * (Bands + 2) * (Frames + 2) * Channels) + 16,
            9L * Channels * Channels);
    }

    private static Tensor ChannelsLast(Tensor x) => x.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);

    private Tensor Convolved(Tensor x, ReadOnlySpan<Tensor> p, Tensor? factors, ScalarType products)
    {
        var normal = nn.functional.layer_norm(x.transpose(2, 3), [Bands], p[0], p[1], 1e-5);
        var y = nn.functional.gelu(normal).transpose(2, 3).mul(_mask.to(x.dtype));
        y = factors is null ? y : y.mul(factors.to(x.dtype));
        return nn.functional.conv2d(y.to(products), p[2].to(products), p[3].to(products), padding: [1, 1]).to(x.dtype);
    }

    private Dictionary<string, Tensor> Evaluate(ScalarType type, Tensor x, Func<Tensor, Tensor> loss, Func<Tensor, Tensor[], Tensor> block)
    {
        Tensor[] leaves = [.. _values.Skip(1).Prepend(x).Select(value => value.to(type, copy: true).requires_grad_())];
        var y = block(leaves[0], leaves[1..]);
        loss(y).backward();
        var found = Names.Zip(leaves).ToDictionary(pair => $"gradient of {pair.First}", pair => pair.Second.grad!.detach());
        found["output"] = y.detach();
        return found;
    }
}
