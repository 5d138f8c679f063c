using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

internal static unsafe partial class NativeMethods
{
    // Freeing may run long (unmapping, a whole graph), so it is an ordinary call.
    [LibraryImport(Library)]
    internal static partial void asr_tensor_free(nint tensor);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial long asr_tensor_owned_bytes(nint tensor);
}
