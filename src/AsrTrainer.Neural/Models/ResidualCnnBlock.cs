using TorchSharp.BeyondTorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace AsrTrainer.Neural.Models;

/// <summary>
/// Two times LayerNorm over mel bands, GELU, dropout and a 3×3 convolution, added to the input (He et al. 2016, in pre-activation order).
/// What a convolution reads and what it gives is zero beyond each utterance's frames, so that padding never reaches a frame.
/// </summary>
public sealed class ResidualCnnBlock : nn.Module
{
    private readonly LayerNorm norm1;
    private readonly Conv2d conv1;
    private readonly LayerNorm norm2;
    private readonly Conv2d conv2;
    private readonly DropoutLayer dropout1;
    private readonly DropoutLayer dropout2;

    internal ResidualCnnBlock(string layer, long channels, long bands, double dropout, ref int dropouts)
        : base(layer)
    {
        (Channels, Bands) = (channels, bands);
        norm1 = LayerNorm(bands);
        conv1 = Conv2d(channels, channels, 3, padding: 1);
        norm2 = LayerNorm(bands);
        conv2 = Conv2d(channels, channels, 3, padding: 1);
        dropout1 = new DropoutLayer(dropout, dropouts++);
        dropout2 = new DropoutLayer(dropout, dropouts++);
        RegisterComponents();
    }

    /// <summary>Its name in the model, such as <c>cnn.0</c>.</summary>
    internal string Layer => name;

    internal long Channels { get; }

    internal long Bands { get; }

    /// <summary>(B,C,F,T) to (B,C,F,T).</summary>
    public Tensor Forward(Tensor x, SequenceShape shape, ForwardContext context)
    {
        shape.RequireImage(name, "input", x, Channels, Bands);
        var fused = !context.Plain && FusedConvolutions.CanRun(x, context.Precision == Precision.Bf16);
        var y = fused ? Fused(x, shape, context) : Plain(x, shape, context);
        shape.RequireImage(name, "output", y, Channels, Bands);
        return y;
    }

    private Tensor Fused(Tensor x, SequenceShape shape, ForwardContext context) => FusedConvolutions.residual_cnn(
        x,
        shape.LengthTensor,
        [norm1.weight!, norm1.bias!, conv1.weight, conv1.bias!, norm2.weight!, norm2.bias!, conv2.weight, conv2.bias!],
        norm1.eps,
        dropout1.With(dropout2, context),
        context.Precision == Precision.Bf16);

    // The same operations one by one, on any device and dtype.
    private Tensor Plain(Tensor x, SequenceShape shape, ForwardContext context)
    {
        var y = dropout1.Apply(NormGelu.Image(norm1, x, shape), context);
        y = Products.Convolution(conv1, y, context);
        y = dropout2.Apply(NormGelu.Image(norm2, y, shape), context);
        return Products.Convolution(conv2, y, context).add(x).mul(shape.ImageMask);
    }
}
