using System.Globalization;

namespace Fuzzing;

/// <summary>The memory of this process as the system counts it, native allocations included.</summary>
internal static class ResidentMemory
{
    /// <summary>Lets the peak begin again from what is in use now, where the system can do that.</summary>
    public static void ForgetPeak()
    {
        try
        {
            File.WriteAllText("/proc/self/clear_refs", "5");
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // Then the peak is that of the whole process, and only what goes beyond it is seen.
        }
    }

    /// <summary>The most that was in use at once, in bytes; 0 where the system does not say.</summary>
    public static long PeakBytes()
    {
        const string Key = "VmHWM:";
        var line = File.Exists("/proc/self/status")
            ? File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith(Key, StringComparison.Ordinal))
            : null;
        return line is null
            ? 0
            : long.Parse(line[Key.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) * 1024;
    }
}
