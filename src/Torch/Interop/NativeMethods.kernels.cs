using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

internal static unsafe partial class NativeMethods
{
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial NativeStatus asr_bf16_packed_size(string kernels, long K, long N, out long size);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial NativeStatus asr_bf16_convert(string kernels, nint x, nint y, long count);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial NativeStatus asr_bf16_pack(string kernels, nint w, long ks, long ns, long K, long N, nint packed);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial NativeStatus asr_bf16_multiply(
        string kernels, nint a, long lda, long M, nint packed, long K, long N, nint c, long ldc, byte accumulate);

    [LibraryImport(Library)]
    internal static partial NativeStatus asr_amx_emulate(
        nint configuration, int c, int a, int b, nint sum, nint left, nint right, nint result);
}
