using TorchSharp.BeyondTorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AsrTrainer.Neural.Models;

/// <summary>Linear layers and convolutions in the asked precision; the result is in the dtype of the input.</summary>
internal static class Products
{
    /// <summary>x (…,F) times the layer's weights.</summary>
    public static Tensor Linear(Linear layer, Tensor x, ForwardContext context)
    {
        if (context.Precision == Precision.Fp32)
        {
            return layer.call(x);
        }

        if (!context.Plain && FusedLayers.CanRun(x) && layer.bias is { } bias)
        {
            return FusedRecurrence.linear_bfloat16(x, layer.weight, bias);
        }

        var y = nn.functional.linear(x.to(ScalarType.BFloat16), layer.weight.to(ScalarType.BFloat16), layer.bias?.to(ScalarType.BFloat16));
        return y.to(x.dtype);
    }

    /// <summary>x (B,C,F,T) convolved.</summary>
    public static Tensor Convolution(Conv2d layer, Tensor x, ForwardContext context)
    {
        if (context.Precision == Precision.Fp32)
        {
            return layer.call(x);
        }

        var y = nn.functional.conv2d(
            x.to(ScalarType.BFloat16), layer.weight.to(ScalarType.BFloat16), layer.bias?.to(ScalarType.BFloat16),
            layer.stride, layer.padding);
        return y.to(x.dtype);
    }
}
