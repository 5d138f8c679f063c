namespace AsrTrainer.Configuration;

/// <summary>Where a value of the configuration was written: a line of a file, or a <c>--set</c> on the command line.</summary>
/// <param name="File">The file as the user named it; null for a <c>--set</c>.</param>
/// <param name="Line">Counted from 1; for a <c>--set</c> its place among them.</param>
/// <param name="SetPath">The path on the left of the <c>--set</c>; null for a file.</param>
internal readonly record struct Origin(string? File, int Line, string? SetPath)
{
    /// <summary>A place in a file.</summary>
    public static Origin InFile(string file, int line) => new(file, line, null);

    /// <summary>An override on the command line.</summary>
    public static Origin OfSet(string path, int place) => new(null, place, path);

    /// <summary>One line for the user: the place, the path of the value where the place does not say it already, the problem.</summary>
    public string Describe(string path, string problem)
    {
        string place = SetPath is null ? $"{File}:{Line}" : $"--set {SetPath}";
        return path.Length == 0 || path == SetPath ? $"{place}: {problem}" : $"{place}: {path}: {problem}";
    }
}
