using System.Text.RegularExpressions;
#if !TORCHSHARP_PACKAGE
using System.Runtime.InteropServices;
using TorchSharp.Interop;
#endif

namespace TorchSharp.BeyondTorchSharp;

/// <summary>Versions of what libtorch computes with; results depend on them in their last bits.</summary>
public static partial class NativeVersions
{
    /// <summary>oneDNN's version, or <c>unknown</c>.</summary>
    public static string OneDnn => Find(OneDnnPattern());

    /// <summary>The BLAS behind products in fp32: OpenBLAS' version and the processor it took this one for, or <c>unknown</c>.</summary>
    public static string Blas =>
        Find(OpenBlasPattern()) is var version && Find(CorePattern()) is var core && core == Unknown ? version : $"{version} ({core})";

    private const string Unknown = "unknown";

#if TORCHSHARP_PACKAGE
    private static string Text => "";
#else
    private static unsafe string Text
    {
        get
        {
            NativeMethods.asr_build_information(out byte* text);
            return Marshal.PtrToStringUTF8((nint)text) ?? "";
        }
    }
#endif

    private static string Find(Regex pattern) => pattern.Match(Text) is { Success: true } match ? match.Groups[1].Value : Unknown;

    [GeneratedRegex(@"(?:MKL-DNN|oneDNN) v([0-9.]+)")]
    private static partial Regex OneDnnPattern();

    [GeneratedRegex(@"^openblas_get_config=(OpenBLAS [0-9.]+)", RegexOptions.Multiline)]
    private static partial Regex OpenBlasPattern();

    [GeneratedRegex(@"^openblas_get_corename=(\w+)", RegexOptions.Multiline)]
    private static partial Regex CorePattern();
}
