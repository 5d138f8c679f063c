using System.Text;
using System.Text.RegularExpressions;

namespace AsrTrainer.Speech.Audio;

/// <summary>
/// Patterns of paths that no shell has expanded: <c>*</c> and <c>?</c> stand for characters of a name, <c>[a-z]</c> and <c>[!a-z]</c> for
/// one of a set, <c>**</c> for folders of any depth. As in a shell, hidden names are found only by patterns that begin with a dot.
/// </summary>
public static class PathPattern
{
    private static readonly EnumerationOptions All = new() { AttributesToSkip = 0 };

    /// <summary>Whether this is a pattern at all.</summary>
    public static bool Is(string path) => path?.AsSpan().IndexOfAny('*', '?', '[') >= 0;

    /// <summary>The files and folders that it finds, sorted by the numbers of their characters; folders that may not be read have none.</summary>
    public static IReadOnlyList<string> Expand(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        IEnumerable<string> found = [pattern.StartsWith('/') ? "/" : ""];
        foreach (var part in pattern.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            found = part == "**" ? found.SelectMany(WithFolders) : found.SelectMany(folder => Matches(folder, part));
        }

        return [.. found.Where(path => path.Length > 0).Distinct().Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> Matches(string folder, string part)
    {
        if (!Is(part))
        {
            var path = Path.Combine(folder, part);
            return Path.Exists(path) ? [path] : [];
        }

        var name = NameOf(part);
        return Names(folder, directoriesOnly: false)
            .Where(entry => (entry[0] != '.' || part[0] == '.') && name.IsMatch(entry))
            .Select(entry => Path.Combine(folder, entry));
    }

    // Links are not followed: one that leads upwards would have no end.
    private static IEnumerable<string> WithFolders(string folder) => Names(folder, directoriesOnly: true)
        .Where(entry => entry[0] != '.')
        .SelectMany(entry => WithFolders(Path.Combine(folder, entry)))
        .Prepend(folder);

    private static List<string> Names(string folder, bool directoriesOnly)
    {
        try
        {
            var entries = new DirectoryInfo(folder.Length == 0 ? "." : folder).EnumerateFileSystemInfos("*", All);
            return
            [
                .. entries.Where(entry => !directoriesOnly || entry is DirectoryInfo { LinkTarget: null }).Select(entry => entry.Name),
            ];
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static Regex NameOf(string part)
    {
        var text = new StringBuilder("^");
        for (var i = 0; i < part.Length; i++)
        {
            // A bracket right after the first is one of the set.
            var end = part[i] == '[' ? part.IndexOf(']', Math.Min(part.Length, i + 2)) : -1;
            if (end > 0)
            {
                var set = part[(i + 1)..end];
                var excludes = set[0] is '!' or '^' && set.Length > 1;
                var members = excludes ? set[1..] : set;
                text.Append(excludes ? "[^" : "[").Append(members.Replace("\\", "\\\\").Replace("[", "\\[").Replace("]", "\\]")).Append(']');
                i = end;
            }
            else
            {
                text.Append(part[i] switch
                {
                    '*' => ".*",
                    '?' => ".",
                    var other => Regex.Escape(other.ToString()),
                });
            }
        }

        const RegexOptions Options = RegexOptions.Singleline | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking;
        try
        {
            return new Regex(text.Append("\\z").ToString(), Options);
        }
        catch (ArgumentException)
        {
            // A set such as [z-a] holds nothing; it stands for itself.
            return new Regex($"^{Regex.Escape(part)}\\z", Options);
        }
    }
}
