using System.Globalization;

namespace AsrTrainer.Commands;

/// <summary>How long this process has been running, by Linux' own clock of processes; to 10 ms.</summary>
internal static class ProcessAge
{
    // sysconf(_SC_CLK_TCK), which Linux gives programs as 100 on every processor that is supported here.
    private const double TicksPerSecond = 100;

    /// <summary>The age now; zero where the system does not say.</summary>
    public static TimeSpan Now()
    {
        try
        {
            return Between(File.ReadAllText("/proc/self/stat"), File.ReadAllText("/proc/uptime"));
        }
        catch (Exception unknown) when (unknown is IOException or UnauthorizedAccessException)
        {
            return TimeSpan.Zero;
        }
    }

    /// <summary>The age by what the two files say.</summary>
    /// <param name="stat">/proc/PID/stat: the 22nd field is the start, in ticks since the system's.</param>
    /// <param name="uptime">/proc/uptime: the first field is now, in seconds since the system's start.</param>
    internal static TimeSpan Between(string stat, string uptime)
    {
        // The second field is the program's name in brackets, which may hold anything.
        string[] fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        double start = double.Parse(fields[22 - 3], CultureInfo.InvariantCulture) / TicksPerSecond;
        double now = double.Parse(uptime.Split(' ')[0], CultureInfo.InvariantCulture);
        return TimeSpan.FromSeconds(Math.Max(0, now - start));
    }
}
