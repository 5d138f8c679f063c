using System.Runtime.InteropServices;
using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>TorchSharp's entry point over the system's libtorch. This file: what concerns the library as a whole.</summary>
public static unsafe partial class torch
{
    /// <summary>The version of libtorch that is loaded.</summary>
    public static string __version__ => Marshal.PtrToStringUTF8((nint)NativeMethods.asr_torch_version())!;

    public static ScalarType get_default_dtype()
    {
        NativeMethods.asr_get_default_dtype(out int dtype);
        return (ScalarType)dtype;
    }

    public static void set_default_dtype(ScalarType dtype) => NativeMethods.asr_set_default_dtype((int)dtype);

    public static int get_num_threads()
    {
        NativeMethods.asr_get_num_threads(out int count);
        return count;
    }

    public static void set_num_threads(int num) => NativeMethods.asr_set_num_threads(num);

    public static int get_num_interop_threads()
    {
        NativeMethods.asr_get_num_interop_threads(out int count);
        return count;
    }

    public static void set_num_interop_threads(int num) => NativeMethods.asr_set_num_interop_threads(num);

    private static NativeOptions Options(ScalarType? dtype, Device? device, bool requiresGrad) =>
        new(dtype, device ?? defaultDevice, requiresGrad);

    private static void RefuseNames(string[]? names)
    {
        if (names is { Length: > 0 })
        {
            throw new NotSupportedException("Named dimensions are not part of this binding.");
        }
    }
}
