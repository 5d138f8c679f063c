using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Configuration;

/// <summary>A corpus as the user points at it: a folder or manifest, and the name that reports give its scores under.</summary>
internal sealed record NamedPath(string Name, string Path)
{
    /// <summary>
    /// Named after the path's last part: <c>prompts/dev</c> is <c>dev</c>, <c>sets/clean.csv</c> is <c>clean</c>; folders keep their dots.
    /// </summary>
    public static NamedPath Unnamed(string path)
    {
        string trimmed = path.TrimEnd('/');
        string last = Directory.Exists(path)
            ? System.IO.Path.GetFileName(trimmed)
            : System.IO.Path.GetFileNameWithoutExtension(trimmed);
        return new NamedPath(last.Length == 0 ? path : last, path);
    }

    /// <summary>Reads <c>path</c> or <c>name=path</c>; what exists as it stands is a path, whatever is in it.</summary>
    public static NamedPath Parse(string text)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0 || System.IO.Path.Exists(text))
        {
            return Unnamed(text);
        }

        return equals > 0 && equals < text.Length - 1
            ? new NamedPath(text[..equals], text[(equals + 1)..])
            : throw new UserFault(ExitCode.Usage, $"--data {text}: must be a path or name=path");
    }

    /// <summary>The names that stand more than once; scores could not be told apart.</summary>
    public static IReadOnlyList<string> RepeatedNames(IEnumerable<NamedPath> paths) =>
        [.. paths.GroupBy(path => path.Name).Where(group => group.Count() > 1).Select(group => group.Key)];
}
