using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Interop;

internal static unsafe partial class NativeMethods
{
    [LibraryImport(Library)]
    internal static partial Tensor asr_fused_gru_block(
        Tensor x, Tensor lengths, Tensor? normWeight, Tensor? normBias, double epsilon, TensorList parameters, double p,
        long seed, long layer, long step, byte bf16);

    [LibraryImport(Library)]
    internal static partial Tensor asr_fused_linear_bf16(Tensor x, Tensor weight, Tensor bias);
}
