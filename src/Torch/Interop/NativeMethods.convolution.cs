using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Interop;

internal static unsafe partial class NativeMethods
{
    [LibraryImport(Library)]
    internal static partial Tensor asr_fused_residual_cnn(
        Tensor x,
        Tensor? lengths,
        TensorList parameters,
        double epsilon,
        double dropout,
        long seed,
        long layer1,
        long layer2,
        long step,
        byte bf16);

    [LibraryImport(Library)]
    internal static partial Tensor asr_fused_stem_convolution(Tensor features, Tensor? lengths, Tensor weight, Tensor bias, long stride);

    [LibraryImport(Library)]
    internal static partial Tensor asr_fused_image_to_sequence(Tensor x);

    [LibraryImport(Library)]
    internal static partial int asr_cpu_has_bf16_convolutions();
}
