// A recurrent block and a linear layer as one native call each (src/Torch.Native/fused): ask FusedLayers.CanRun first; with the package
// instead of our binding it never does.
#if !TORCHSHARP_PACKAGE
using TorchSharp.Interop;
#endif
using static TorchSharp.torch;

namespace TorchSharp.BeyondTorchSharp;

/// <summary>Layers of sequences whose parts share their passes over memory. Axes as in <see cref="FusedLayers"/>.</summary>
public static class FusedRecurrence
{
    /// <summary>Which elements dropout zeroes: a function of (seed, step, layer, element).</summary>
    /// <param name="Share">The share of elements set to zero, 0 &lt;= share &lt; 1, rounded to a 65536th.</param>
    /// <param name="Seed">The run's seed.</param>
    /// <param name="Layer">Which dropout of the model this is, from 0.</param>
    /// <param name="Step">The training step, from 0.</param>
    public readonly record struct Dropout(double Share, long Seed, long Layer, long Step);

    /// <summary>
    /// LayerNorm over the features and exact GELU, one GRU layer of one or two directions, dropout: what
    /// <see cref="FusedLayers.layer_norm_gelu"/>, <see cref="FusedLayers.gru"/> and <see cref="FusedLayers.dropout"/> give one after
    /// another, with the same masks.
    /// </summary>
    /// <param name="x">(B,T,F) float32 on the CPU.</param>
    /// <param name="lengths">(B) int64 on the CPU, each in 0..T.</param>
    /// <param name="norm">Weight (F) and bias (F) of the normalisation; null for none and no GELU.</param>
    /// <param name="epsilon">Added to the variance, above 0.</param>
    /// <param name="parameters">For each direction weight_ih (3H,F), weight_hh (3H,H), bias_ih (3H), bias_hh (3H), gates r, z, n.</param>
    /// <param name="dropout">The mask over the output; <c>default</c> keeps everything.</param>
    /// <param name="bfloat16">Products in bf16 with fp32 sums; needs <see cref="FusedLayers.HasBFloat16"/>.</param>
    /// <returns>(B,T,D*H), zero beyond each length.</returns>
    public static Tensor gru_block(
        Tensor x, Tensor lengths, (Tensor Weight, Tensor Bias)? norm, double epsilon, Tensor[] parameters, Dropout dropout,
        bool bfloat16 = false)
    {
#if TORCHSHARP_PACKAGE
        throw new NotSupportedException("The fused GRU is part of AsrTrainer's own binding; ask FusedLayers.CanRun first.");
#else
        return NativeMethods.asr_fused_gru_block(
            x, lengths, norm?.Weight, norm?.Bias, epsilon, parameters, dropout.Share, dropout.Seed, dropout.Layer, dropout.Step,
            bfloat16 ? (byte)1 : (byte)0);
#endif
    }

    /// <summary>x times the transposed weight, plus the bias: factors rounded to bf16, fp32 sums, fp32 gradients.</summary>
    /// <param name="x">(…,F) float32 on the CPU.</param>
    /// <param name="weight">(O,F).</param>
    /// <param name="bias">(O).</param>
    public static Tensor linear_bfloat16(Tensor x, Tensor weight, Tensor bias)
    {
#if TORCHSHARP_PACKAGE
        throw new NotSupportedException("The bf16 linear layer is part of AsrTrainer's own binding; ask FusedLayers.CanRun first.");
#else
        return NativeMethods.asr_fused_linear_bf16(x, weight, bias);
#endif
    }
}
