#if !TORCHSHARP_PACKAGE
using System.Globalization;
using System.Runtime.InteropServices;
using TorchSharp.Interop;
#endif

namespace TorchSharp.BeyondTorchSharp;

/// <summary>
/// Where the time goes inside the fused layers, by section: the wall time of the calling threads, nested sections taken out. With the
/// package instead of our binding there are no sections, and the profile is empty.
/// </summary>
public static class LayerProfile
{
    /// <summary>Forgets what was found before, and measures from now on.</summary>
    public static void Start()
    {
#if !TORCHSHARP_PACKAGE
        NativeMethods.asr_profile(1);
#endif
    }

    /// <summary>Stops measuring; <see cref="Sections"/> stay.</summary>
    public static void Stop()
    {
#if !TORCHSHARP_PACKAGE
        NativeMethods.asr_profile(0);
#endif
    }

    /// <summary>What was found since <see cref="Start"/>: the sections by name.</summary>
    public static IReadOnlyList<(string Name, double Seconds, long Calls)> Sections()
    {
#if TORCHSHARP_PACKAGE
        return [];
#else
        string report = Marshal.PtrToStringUTF8(NativeMethods.asr_profile_report()) ?? "";
        return
        [
            .. report.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')).Select(parts => (
                parts[0], double.Parse(parts[1], CultureInfo.InvariantCulture), long.Parse(parts[2], CultureInfo.InvariantCulture))),
        ];
#endif
    }
}
