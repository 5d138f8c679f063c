using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

/// <content>The exports of cuda.cpp.</content>
internal static unsafe partial class NativeMethods
{
    [LibraryImport(Library)]
    internal static partial NativeStatus asr_cuda_device_count(out int count);

    [LibraryImport(Library)]
    internal static partial NativeStatus asr_cuda_has_cudnn(out int result);

    [LibraryImport(Library)]
    internal static partial NativeStatus asr_cuda_synchronize(int index);

    [LibraryImport(Library)]
    internal static partial NativeStatus asr_cuda_get_allow_tf32(out int matmul, out int cudnn);

    [LibraryImport(Library)]
    internal static partial NativeStatus asr_cuda_set_allow_tf32_matmul(byte allowed);

    [LibraryImport(Library)]
    internal static partial NativeStatus asr_cuda_set_allow_tf32_cudnn(byte allowed);
}
