using System.Globalization;

namespace TorchSharp.Interop;

/// <summary>
/// The limit on the addresses of this process (<c>ulimit -v</c>). .NET reserves some two thirds of it for itself, and OpenBLAS, which
/// libtorch is linked with, asks for its buffers for ever where it gets none: too little must be found out before libtorch is loaded.
/// </summary>
internal static class AddressSpace
{
    // Measured with Debian's libtorch 1.13 and its several hundred libraries: 0.9 GB for transcribing and 1.5 GB for a small training on
    // one thread, and 0.06 GB for each thread more.
    private const long Libraries = 1_500_000_000;
    private const long EachThread = 100_000_000;

    /// <summary>The addresses that are left, or null where there is no limit.</summary>
    /// <param name="proc">The system's folder of this process; tests have others.</param>
    public static (long Limit, long Left)? Find(string proc = "/proc/self")
    {
        // "Max address space         4710400000           unlimited            bytes", and "VmSize:   3362532 kB".
        return Number(Path.Combine(proc, "limits"), "Max address space", 1) is { } limit
            && Number(Path.Combine(proc, "status"), "VmSize:", 1024) is { } used
            ? (limit, Math.Max(0, limit - used))
            : null;
    }

    /// <summary>Refuses to load libtorch where that would not end.</summary>
    /// <exception cref="NativeLibraryException">What is left does not suffice.</exception>
    public static void Require((long Limit, long Left)? space, int processors)
    {
        var needed = Libraries + (EachThread * processors);
        if (space is { } found && found.Left < needed)
        {
            throw new NativeLibraryException(string.Create(
                CultureInfo.InvariantCulture,
                $"libtorch needs {needed / 1e9:F1} GB of addresses, but the limit of this process ({found.Limit / 1e9:F1} GB, ulimit -v) "
                + $"leaves {found.Left / 1e9:F1} GB; raise it (ulimit -v unlimited), and limit memory by a control group instead."));
        }
    }

    // The first number after the name; null where there is no such line or no number.
    private static long? Number(string path, string name, long unit)
    {
        try
        {
            var lines = File.Exists(path) ? File.ReadLines(path) : [];
            var words = lines
                .FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?[name.Length..]
                .Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            return long.TryParse(words?.FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number * unit
                : null;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
