using TorchSharp.BeyondTorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AsrTrainer.Neural.Models;

/// <summary>
/// LayerNorm (Ba et al. 2016) over features, exact GELU (Hendrycks and Gimpel 2016), and zeros in the padding, fused on a CPU.
/// </summary>
internal static class NormGelu
{
    /// <summary>(B,T,F) to (B,T,F).</summary>
    public static Tensor Sequence(LayerNorm norm, Tensor x, SequenceShape shape) =>
        FusedLayers.layer_norm_gelu(x, shape.LengthTensor, shape.RowMask, norm.weight!, norm.bias!, norm.eps);

    /// <summary>(B,C,F,T) to (B,C,F,T), normalising F.</summary>
    public static Tensor Image(LayerNorm norm, Tensor x, SequenceShape shape) =>
        FusedLayers.layer_norm_gelu(x, shape.LengthTensor, shape.ImageMask, norm.weight!, norm.bias!, norm.eps);
}
