using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

/// <summary>Turns a failure that the shim has recorded for this thread into an exception with libtorch's message.</summary>
internal static unsafe class NativeError
{
    /// <summary>Throws when a message is pending.</summary>
    internal static void ThrowIfAny()
    {
        byte* message = NativeMethods.asr_take_error();
        if (message != null)
        {
            throw new ExternalException(Marshal.PtrToStringUTF8((nint)message));
        }
    }

    /// <summary>The same, for calls that give nothing to look at.</summary>
    internal static void Check() => ThrowIfAny();

    /// <summary>For a call that is known to have failed: throws in any case.</summary>
    internal static void Throw()
    {
        ThrowIfAny();
        throw new ExternalException("A native call failed without a message.");
    }
}
