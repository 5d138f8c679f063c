// The convolutions of a recogniser on a CPU, each as one native call with its own gradient (src/Torch.Native/fused/residual_cnn.cpp,
// image_edges.cpp). With the TorchSharp package there are none: ask CanRun first.
#if !TORCHSHARP_PACKAGE
using TorchSharp.Interop;
#endif
using static TorchSharp.torch;

namespace TorchSharp.BeyondTorchSharp;

/// <summary>
/// Convolutions for float32 tensors on the CPU, in channels-last memory. Axes: B utterances, C channels, F bands, T frames. What lies
/// beyond an utterance's length is never read and is zero in every result.
/// </summary>
public static class FusedConvolutions
{
    /// <summary>Whether these take <paramref name="x"/>, and in bf16 if <paramref name="bfloat16"/> asks for it.</summary>
    public static bool CanRun(Tensor x, bool bfloat16) => FusedLayers.CanRun(x) && x.numel() > 0 && (!bfloat16 || HasBFloat16);

    /// <summary>Whether this processor has bf16 products for convolutions (AVX512_BF16).</summary>
    public static bool HasBFloat16 =>
#if TORCHSHARP_PACKAGE
        false;
#else
        NativeMethods.asr_cpu_has_bf16_convolutions() != 0;
#endif

    /// <summary>
    /// Two times LayerNorm over the bands, exact GELU, dropout and a 3×3 convolution, added to the input.
    /// </summary>
    /// <param name="x">(B,C,F,T) float32 on the CPU; <see cref="CanRun"/> must hold. Channels-last memory saves a copy.</param>
    /// <param name="lengths">(B) int64 on the CPU, each in 0..T; null if nothing is padding.</param>
    /// <param name="parameters">LayerNorm's weight (F) and bias (F), the convolution's weight (C,C,3,3) and bias (C); twice.</param>
    /// <param name="epsilon">Added to the variance, above 0.</param>
    /// <param name="dropout">The two dropouts, or null for none.</param>
    /// <param name="bfloat16">Products in bf16 with fp32 sums.</param>
    /// <returns>(B,C,F,T) in channels-last memory.</returns>
    public static Tensor residual_cnn(
        Tensor x, Tensor? lengths, Tensor[] parameters, double epsilon, MaskedDropout? dropout = null, bool bfloat16 = false)
    {
#if TORCHSHARP_PACKAGE
        throw NotInThePackage();
#else
        var masks = dropout ?? default;
        return NativeMethods.asr_fused_residual_cnn(
            x, lengths, parameters, epsilon, masks.Share, masks.Seed, masks.First, masks.Second, masks.Step, bfloat16 ? (byte)1 : (byte)0);
#endif
    }

    /// <summary>A 3×3 convolution over one channel with a border of zeros, in fp32. The features get no gradient.</summary>
    /// <param name="features">(B,F,T) float32 on the CPU, zero beyond each utterance's frames.</param>
    /// <param name="lengths">(B) int64 on the CPU: frames of each utterance in the result; null if nothing is padding.</param>
    /// <param name="weight">(C,1,3,3).</param>
    /// <param name="bias">(C).</param>
    /// <param name="stride">The step in both axes.</param>
    /// <returns>(B,C,F/stride,T/stride), rounded up, in channels-last memory.</returns>
    public static Tensor stem_convolution(Tensor features, Tensor? lengths, Tensor weight, Tensor bias, long stride)
    {
#if TORCHSHARP_PACKAGE
        throw NotInThePackage();
#else
        return NativeMethods.asr_fused_stem_convolution(features, lengths, weight, bias, stride);
#endif
    }

    /// <summary>(B,C,F,T) to (B,T,C*F).</summary>
    public static Tensor image_to_sequence(Tensor x)
    {
#if !TORCHSHARP_PACKAGE
        if (FusedLayers.CanRun(x) && x.numel() > 0)
        {
            return NativeMethods.asr_fused_image_to_sequence(x);
        }
#endif
        return x.permute(0, 3, 1, 2).reshape(x.shape[0], x.shape[3], x.shape[1] * x.shape[2]);
    }

#if TORCHSHARP_PACKAGE
    private static NotSupportedException NotInThePackage() =>
        new("The fused convolutions are part of AsrTrainer's own binding; ask CanRun first.");
#endif
}
