using TorchSharp;
using TorchSharp.BeyondTorchSharp;
using static TorchSharp.torch;

namespace AsrTrainer.Torch.Tests.BeyondTorchSharp;

/// <summary>LayerNorm, GELU and zeros in the padding over a ragged batch with NaN in its padding, for each kind of gradient that may
/// come back: contiguous, transposed as a batch-first GRU sends it, and expanded from one number.</summary>
internal sealed class NormGeluCase
{
    private readonly Tensor _x;
    private readonly Tensor _lengths;
    private readonly Tensor _mask;
    private readonly Tensor _weight;
    private readonly Tensor _bias;
    private readonly bool _images;

    private NormGeluCase(long[] shape, int timeAxis)
    {
        _images = shape.Length == 4;
        var (batch, frames, features) = (shape[0], shape[timeAxis], shape[2]);
        _lengths = tensor(Enumerable.Range(0, (int)batch).Select(b => b == 0 ? frames : b == 1 ? 0L : 1 + (5L * b % frames)).ToArray());
        var flags = arange(frames).unsqueeze(0).lt(_lengths.unsqueeze(1)).to(float64);
        _mask = _images ? flags.unsqueeze(1).unsqueeze(1) : flags.unsqueeze(2);
        _weight = arange(features, dtype: float64).mul(0.9).sin().add(1.2).to(float32).to(float64);
        _bias = arange(features, dtype: float64).mul(0.4).cos().to(float32).to(float64);
        var count = shape.Aggregate(1L, (product, size) => product * size);
        _x = arange(count, dtype: float64).mul(1.1).sin().mul(3).add(0.5).reshape(shape).to(float32).to(float64);
    }

    public static NormGeluCase Sequences(int batch, int frames, int features) => new([batch, frames, features], 1);

    public static NormGeluCase Images(int batch, int channels, int features, int frames) => new([batch, channels, features, frames], 3);

    public void Check(double tolerance)
    {
        Func<Tensor, Tensor>[] losses =
        [
            y => (y * Pattern(y.shape, y.dtype)).sum(),
            y => { var turned = y.transpose(0, 1); return (turned * Pattern(turned.shape, y.dtype)).sum(); },
            y => y.transpose(1, 2).contiguous().square().sum(),
            y => y.sum(),
        ];
        foreach (var loss in losses)
        {
            var expected = Evaluate(_x, float64, Reference, loss);
            for (var repetition = 0; repetition < 3; repetition++)
            {
                DirtyMemory.Leave(_x.numel(), _x.numel() / _x.shape[2], _x.shape[2], 2 * _x.shape[2]);
                Compare(expected, Evaluate(_x.masked_fill(_mask.expand(_x.shape).eq(0), float.NaN), float32, Fused, loss), tolerance);
            }
        }
    }

    private static Tensor Pattern(long[] shape, ScalarType type) =>
        arange(shape.Aggregate(1L, (product, size) => product * size), dtype: float64).mul(0.7).cos().reshape(shape).to(type);

    private static (Tensor Output, Tensor[] Gradients) Evaluate(
        Tensor values, ScalarType type, Func<Tensor, Tensor, Tensor, Tensor> layer, Func<Tensor, Tensor> loss, Tensor weight, Tensor bias)
    {
        Tensor[] leaves = [.. new[] { values, weight, bias }.Select(tensor => tensor.to(type, copy: true).requires_grad_())];
        var y = layer(leaves[0], leaves[1], leaves[2]);
        loss(y).backward();
        return (y.detach(), [.. leaves.Select(leaf => leaf.grad!)]);
    }

    private static void Compare((Tensor Output, Tensor[] Gradients) expected, (Tensor Output, Tensor[] Gradients) found, double tolerance)
    {
        AssertClose.Tensors(expected.Output, found.Output, tolerance, "output");
        string[] names = ["gradient of x", "gradient of the weight", "gradient of the bias"];
        for (var i = 0; i < names.Length; i++)
        {
            AssertClose.Tensors(
                expected.Gradients[i], found.Gradients[i], tolerance * Math.Max(1, expected.Gradients[i].abs().max().ToDouble()), names[i]);
        }
    }

    private (Tensor Output, Tensor[] Gradients) Evaluate(
        Tensor values, ScalarType type, Func<Tensor, Tensor, Tensor, Tensor> layer, Func<Tensor, Tensor> loss) =>
        Evaluate(values, type, layer, loss, _weight, _bias);

    private Tensor Fused(Tensor x, Tensor weight, Tensor bias) => FusedLayers.layer_norm_gelu(x, _lengths, _mask.to(float32), weight, bias);

    private Tensor Reference(Tensor x, Tensor weight, Tensor bias)
    {
        var last = _images ? x.transpose(2, 3) : x;
        var y = nn.functional.gelu(nn.functional.layer_norm(last, [x.shape[2]], weight, bias));
        return (_images ? y.transpose(2, 3) : y) * _mask;
    }
}
