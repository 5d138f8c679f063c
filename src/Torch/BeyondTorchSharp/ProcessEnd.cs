#if !TORCHSHARP_PACKAGE
using TorchSharp.Interop;
#endif

namespace TorchSharp.BeyondTorchSharp;

/// <summary>The end of a program that has used libtorch.</summary>
public static class ProcessEnd
{
    /// <summary>
    /// Ends the process at once. libtorch would take its thousands of operators out of their tables one by one, a tenth of a second that
    /// nobody has any use for. Everything must be flushed and closed; nothing runs afterwards.
    /// </summary>
    /// <param name="exitCode">What the caller of the program gets.</param>
    public static void Now(int exitCode)
    {
#if TORCHSHARP_PACKAGE
        Environment.Exit(exitCode);
#else
        NativeLibraryLoader.EndProcess(exitCode);
#endif
    }
}
