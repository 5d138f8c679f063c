using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Interop;

internal static unsafe partial class NativeMethods
{
    [LibraryImport(Library)]
    internal static partial Tensor asr_fused_gru(Tensor x, Tensor lengths, TensorList parameters, byte bf16);

    [LibraryImport(Library)]
    internal static partial Tensor asr_fused_layer_norm_gelu(Tensor x, Tensor? lengths, Tensor weight, Tensor bias, double epsilon);

    [LibraryImport(Library)]
    internal static partial Tensor asr_fused_dropout(Tensor x, double p, long seed, long layer, long step);

    [LibraryImport(Library)]
    internal static partial Tensor asr_fused_product(Tensor a, Tensor b, byte bf16);

    [LibraryImport(Library)]
    internal static partial NativeStatus asr_profile(byte enable);

    [LibraryImport(Library)]
    internal static partial nint asr_profile_report();

    [LibraryImport(Library)]
    internal static partial nint asr_cpu_kernels();

    [LibraryImport(Library)]
    internal static partial nint asr_cpu_bf16_kernels();

    [LibraryImport(Library)]
    internal static partial int asr_cpu_has_bf16();

    [LibraryImport(Library)]
    internal static partial NativeStatus asr_set_flush_denormal(byte on);
}
