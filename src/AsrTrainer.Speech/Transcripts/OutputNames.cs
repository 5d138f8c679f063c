namespace AsrTrainer.Speech.Transcripts;

/// <summary>Names of output files, so that two inputs never write to the same one.</summary>
public static class OutputNames
{
    /// <summary>
    /// For each path its file name without the extension. Where two paths would get the same, both keep the extension, and then as
    /// many of their folders as it takes. A path that is given twice has one name.
    /// </summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        var full = paths.Select(Path.GetFullPath).ToList();
        var levels = full.Distinct().ToDictionary(path => path, _ => 0);
        while (Clashes(levels) is { Count: > 0 } clashes)
        {
            foreach (var path in clashes)
            {
                levels[path]++;
            }
        }

        return [.. full.Select(path => Name(path, levels[path]))];
    }

    private static List<string> Clashes(Dictionary<string, int> levels) =>
    [
        .. levels
            .GroupBy(path => Name(path.Key, path.Value), path => path.Key)
            .Where(group => group.Count() > 1)
            .SelectMany(group => group),
    ];

    private static string Name(string path, int level)
    {
        if (level == 0)
        {
            return Path.GetFileNameWithoutExtension(path) is { Length: > 0 } name ? name : Path.GetFileName(path);
        }

        var parts = path.Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries);
        return Path.Combine(parts[Math.Max(0, parts.Length - level)..]);
    }
}
