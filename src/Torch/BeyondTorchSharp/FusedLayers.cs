// Layers that libtorch computes slowly or wrongly on a CPU, each as one native call with its own gradient (src/Torch.Native/fused).
// Beyond TorchSharp: with the package instead of our binding the same methods run on TorchSharp's operations alone.
#if !TORCHSHARP_PACKAGE
using TorchSharp.Interop;
#endif
using static TorchSharp.torch;

namespace TorchSharp.BeyondTorchSharp;

/// <summary>
/// Fused layers for float32 tensors on the CPU, with the plain operations for everything else. Axes: B utterances, T frames, F features,
/// C channels, H hidden units, D directions.
/// </summary>
public static class FusedLayers
{
    /// <summary>Whether the fused kernels take <paramref name="x"/>: our own binding, the CPU, float32.</summary>
    public static bool CanRun(Tensor x) =>
#if TORCHSHARP_PACKAGE
        false;
#else
        Enabled && x.device_type == DeviceType.CPU && x.dtype == ScalarType.Float32;
#endif

    /// <summary>Whether this processor has the bf16 products that the fused GRU needs (AMX-BF16 or AVX512_BF16).</summary>
    public static bool HasBFloat16 =>
#if TORCHSHARP_PACKAGE
        false;
#else
        NativeMethods.asr_cpu_has_bf16() != 0;
#endif

    /// <summary>
    /// The instruction set of the kernels in use: <c>avx512</c>, <c>avx2</c>, <c>baseline</c>, or <c>none</c> with the package.
    /// </summary>
    public static string KernelName =>
#if TORCHSHARP_PACKAGE
        "none";
#else
        System.Runtime.InteropServices.Marshal.PtrToStringUTF8(NativeMethods.asr_cpu_kernels())!;
#endif

    /// <summary>
    /// What computes in a precision, for records of a run: <see cref="KernelName"/>, and with it the matrix unit of the bf16 products where
    /// there is one (<c>avx512+amx</c>), since their last bits differ from those without.
    /// </summary>
    /// <param name="bfloat16">Whether products are in bf16.</param>
    public static string KernelNameOf(bool bfloat16)
    {
#if !TORCHSHARP_PACKAGE
        var unit = System.Runtime.InteropServices.Marshal.PtrToStringUTF8(NativeMethods.asr_cpu_bf16_kernels())!;
        if (bfloat16 && unit.StartsWith("amx", StringComparison.Ordinal))
        {
            return $"{KernelName}+{unit}";
        }
#endif
        return KernelName;
    }

    /// <summary>Off, the plain operations run everywhere; the tests compare the two. One setting for the whole process.</summary>
    public static bool Enabled { get; set; } = Environment.GetEnvironmentVariable("ASR_FUSED") != "0";

    /// <summary>Makes all threads of the pool treat denormal numbers as zero, which they are here, at full speed.</summary>
    public static void FlushDenormals(bool on)
    {
#if !TORCHSHARP_PACKAGE
        NativeMethods.asr_set_flush_denormal(on ? (byte)1 : (byte)0);
#endif
    }

    /// <summary>
    /// One GRU layer, one or two directions, each utterance on its own frames only.
    /// </summary>
    /// <param name="x">(B,T,F) float32 on the CPU; <see cref="CanRun"/> must hold.</param>
    /// <param name="lengths">(B) int64 on the CPU, each in 0..T.</param>
    /// <param name="parameters">For each direction weight_ih (3H,F), weight_hh (3H,H), bias_ih (3H), bias_hh (3H), gates r, z, n.</param>
    /// <param name="bfloat16">Products in bf16 with fp32 sums; needs <see cref="HasBFloat16"/>.</param>
    /// <returns>(B,T,D*H), zero beyond each length.</returns>
    public static Tensor gru(Tensor x, Tensor lengths, Tensor[] parameters, bool bfloat16 = false)
    {
#if TORCHSHARP_PACKAGE
        throw new NotSupportedException("The fused GRU is part of AsrTrainer's own binding; ask CanRun first.");
#else
        return NativeMethods.asr_fused_gru(x, lengths, parameters, bfloat16 ? (byte)1 : (byte)0);
#endif
    }

    /// <summary>LayerNorm over the features, then exact GELU, then zeros in the padding.</summary>
    /// <param name="x">(B,T,F), or (B,C,F,T) where the third axis is normalised.</param>
    /// <param name="lengths">(B) int64 on the CPU: frames of each utterance.</param>
    /// <param name="mask">The same lengths as ones and zeros that broadcast over <paramref name="x"/>; the plain operations use it.</param>
    /// <param name="weight">(F).</param>
    /// <param name="bias">(F).</param>
    /// <param name="epsilon">Added to the variance, above 0.</param>
    public static Tensor layer_norm_gelu(Tensor x, Tensor lengths, Tensor mask, Tensor weight, Tensor bias, double epsilon = 1e-5)
    {
#if !TORCHSHARP_PACKAGE
        if (CanRun(x))
        {
            return NativeMethods.asr_fused_layer_norm_gelu(x, lengths, weight, bias, epsilon);
        }
#endif
        var images = x.dim() == 4;
        var last = images ? x.transpose(2, 3) : x;
        var y = nn.functional.gelu(nn.functional.layer_norm(last, [x.shape[2]], weight, bias, epsilon));
        return (images ? y.transpose(2, 3) : y).mul(mask);
    }

    /// <summary>
    /// Dropout whose mask is a function of (<paramref name="seed"/>, <paramref name="step"/>, <paramref name="layer"/>, element). The plain
    /// operations draw it from libtorch's generator instead, which the training loop seeds from (seed, step).
    /// </summary>
    /// <param name="x">Any shape.</param>
    /// <param name="p">The share of elements set to zero, 0 &lt;= p &lt; 1, rounded to a 65536th.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="layer">Which dropout of the model this is, from 0.</param>
    /// <param name="step">The training step, from 0.</param>
    public static Tensor dropout(Tensor x, double p, long seed, long layer, long step)
    {
#if !TORCHSHARP_PACKAGE
        if (CanRun(x))
        {
            return NativeMethods.asr_fused_dropout(x, p, seed, layer, step);
        }
#endif
        return nn.functional.dropout(x, p);
    }

    /// <summary>The product of two matrices as the fused layers compute their large ones.</summary>
    /// <param name="a">(M,K), float32 or, with <paramref name="bfloat16"/>, bfloat16.</param>
    /// <param name="b">(K,N), likewise.</param>
    /// <param name="bfloat16">Factors rounded to bf16, sums in fp32; needs <see cref="HasBFloat16"/>.</param>
    /// <returns>(M,N), float32.</returns>
    public static Tensor product(Tensor a, Tensor b, bool bfloat16 = false)
    {
#if !TORCHSHARP_PACKAGE
        bool Fits(Tensor x) => CanRun(x) || (bfloat16 && Enabled && x.device_type == DeviceType.CPU && x.dtype == ScalarType.BFloat16);
        if (Fits(a) && Fits(b))
        {
            return NativeMethods.asr_fused_product(a, b, bfloat16 ? (byte)1 : (byte)0);
        }
#endif
        return bfloat16 ? mm(a.to(ScalarType.BFloat16), b.to(ScalarType.BFloat16)).to(ScalarType.Float32) : mm(a, b);
    }
}
