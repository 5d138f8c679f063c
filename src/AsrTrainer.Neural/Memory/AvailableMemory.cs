using System.Globalization;

namespace AsrTrainer.Neural.Memory;

/// <summary>What this process may still take before the kernel ends it without asking.</summary>
/// <param name="Bytes">At least 0.</param>
/// <param name="Source">What says so, for the user.</param>
internal sealed record AvailableMemory(long Bytes, string Source)
{
    /// <summary>
    /// The least of MemAvailable, of what the limits of the process's control groups leave, in version 1 or 2, and of the addresses that
    /// <c>ulimit -v</c> leaves; null on systems that do not say. Of a group's memory the kernel takes back what is only cached from
    /// files, so that counts as free.
    /// </summary>
    /// <param name="root">Where the system's files are; tests have others.</param>
    public static AvailableMemory? Find(string root = "/") =>
        System(root).Concat(Groups(root)).Concat(Addresses(root)).MinBy(bound => bound.Bytes);

    private static IEnumerable<AvailableMemory> System(string root) =>
        Sum(Path.Combine(root, "proc/meminfo"), ["MemAvailable:"]) is { } kilobytes
            ? [new AvailableMemory(kilobytes * 1024, "MemAvailable of /proc/meminfo")]
            : [];

    // "Max address space         4710400000           unlimited            bytes"
    private static IEnumerable<AvailableMemory> Addresses(string root)
    {
        const string Limit = "Max address space";
        var limit = Lines(Path.Combine(root, "proc/self/limits")).FirstOrDefault(line => line.StartsWith(Limit, StringComparison.Ordinal));
        return Parse(limit?[Limit.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault()) is { } most
            && Sum(Path.Combine(root, "proc/self/status"), ["VmSize:"]) is { } kilobytes
            ? [new AvailableMemory(Math.Max(0, most - (kilobytes * 1024)), "the limit on addresses (ulimit -v)")]
            : [];
    }

    private static IEnumerable<AvailableMemory> Groups(string root)
    {
        // "4:memory:/user.slice" is version 1, "0::/user.slice" is version 2, which where both are used lies beside the others.
        foreach (var line in Lines(Path.Combine(root, "proc/self/cgroup")))
        {
            var parts = line.Split(':', 3);
            var mounts = Path.Combine(root, "sys/fs/cgroup");
            IEnumerable<AvailableMemory> found = parts switch
            {
                ["0", "", var path] => [.. Walk(mounts, path, Version2), .. Walk(Path.Combine(mounts, "unified"), path, Version2)],
                [_, var controllers, var path] when controllers.Split(',').Contains("memory") =>
                    Walk(Path.Combine(mounts, "memory"), path, Version1),
                _ => [],
            };
            foreach (var bound in found)
            {
                yield return bound;
            }
        }
    }

    // A group is bound by the limits of those above it as well. In a container the path may name what only the host can see; the mount is
    // then the group itself.
    private static IEnumerable<AvailableMemory> Walk(string mount, string path, Func<string, string, AvailableMemory?> read)
    {
        for (var group = path.Trim('/'); ; group = group[..Math.Max(0, group.LastIndexOf('/'))])
        {
            if (read(Path.Combine(mount, group), $"/{group}") is { } bound)
            {
                yield return bound;
            }

            if (group.Length == 0)
            {
                yield break;
            }
        }
    }

    // memory.max is "max" where there is no limit.
    private static AvailableMemory? Version2(string folder, string group) =>
        Left(folder, group, "memory.max", "memory.current", ["inactive_file", "active_file"]);

    // Without a limit memory.limit_in_bytes is more than any machine has.
    private static AvailableMemory? Version1(string folder, string group) =>
        Left(folder, group, "memory.limit_in_bytes", "memory.usage_in_bytes", ["total_inactive_file", "total_active_file"]);

    private static AvailableMemory? Left(string folder, string group, string limit, string usage, string[] cached)
    {
        if (Number(Path.Combine(folder, limit)) is not { } most || Number(Path.Combine(folder, usage)) is not { } used)
        {
            return null;
        }

        var reclaimable = Sum(Path.Combine(folder, "memory.stat"), cached) ?? 0;
        return new AvailableMemory(Math.Max(0, most - Math.Max(0, used - reclaimable)), $"{limit} of the control group {group}");
    }

    private static long? Number(string path) => Parse(Lines(path).FirstOrDefault());

    // Lines such as "MemAvailable:   1024 kB" and "inactive_file 4096"; null where none has one of the names.
    private static long? Sum(string path, string[] names)
    {
        var values = Lines(path)
            .Select(line => line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words.Length > 1 && names.Contains(words[0]))
            .Select(words => Parse(words[1]))
            .OfType<long>()
            .ToList();
        return values.Count == 0 ? null : values.Sum();
    }

    private static long? Parse(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static string[] Lines(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllLines(path) : [];
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
