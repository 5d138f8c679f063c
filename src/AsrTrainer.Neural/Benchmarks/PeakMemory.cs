using System.Globalization;

namespace AsrTrainer.Neural.Benchmarks;

/// <summary>The most memory that this process has held at once, as the system counts it.</summary>
public static class PeakMemory
{
    private const string Status = "/proc/self/status";
    private const string Key = "VmHWM:";

    /// <summary>Bytes; null on systems that do not say.</summary>
    public static long? Bytes()
    {
        if (!File.Exists(Status))
        {
            return null;
        }

        // "VmHWM:     81920 kB"
        var line = File.ReadLines(Status).FirstOrDefault(line => line.StartsWith(Key, StringComparison.Ordinal));
        var figure = line?[Key.Length..].Replace("kB", "", StringComparison.Ordinal).Trim();
        return long.TryParse(figure, CultureInfo.InvariantCulture, out var kilobytes) ? kilobytes * 1024 : null;
    }
}
