using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Speech.Audio;

/// <summary>Finds audio files in what a user names: files as they are, folders with all that is in them.</summary>
public static class AudioFiles
{
    /// <summary>
    /// The file name extensions, in small letters, by which audio is recognised in a folder. A file named directly may have any.
    /// </summary>
    public static IReadOnlyList<string> Extensions { get; } =
        [".aif", ".aifc", ".aiff", ".au", ".caf", ".flac", ".mp3", ".oga", ".ogg", ".opus", ".rf64", ".snd", ".w64", ".wav"];

    /// <summary>
    /// The audio files of <paramref name="paths"/> in the order given, those of a folder (and of the folders in it, hidden ones left out)
    /// sorted by path in the order of their characters' numbers; each once. Nothing there, or a folder without audio, is a fault.
    /// </summary>
    public static IReadOnlyList<string> Expand(IEnumerable<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        var files = new OrderedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in paths)
        {
            foreach (var file in Expand(path))
            {
                files.TryAdd(Path.GetFullPath(file), file);
            }
        }

        return [.. files.Values];
    }

    private static IReadOnlyList<string> Expand(string path)
    {
        if (File.Exists(path))
        {
            return [path];
        }

        if (!Directory.Exists(path))
        {
            throw new UserFault(ExitCode.Data, $"there is no file or folder \"{path}\"; check the path");
        }

        var found = new List<string>();
        try
        {
            Collect(new DirectoryInfo(path), found, visited: []);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new UserFault(ExitCode.Data, $"folder \"{path}\" cannot be read: {refused.Message}", refused);
        }

        if (found.Count == 0)
        {
            throw new UserFault(
                ExitCode.Data, $"folder \"{path}\" holds no audio files; looked for names that end in {string.Join(' ', Extensions)}");
        }

        found.Sort(StringComparer.Ordinal);
        return found;
    }

    private static void Collect(DirectoryInfo folder, List<string> found, HashSet<string> visited)
    {
        // Links to folders are followed, since corpora are often put together of them, but each folder is entered once: links can go in
        // circles.
        var real = folder.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? folder.FullName;
        if (!visited.Add(Path.TrimEndingDirectorySeparator(real)))
        {
            return;
        }

        foreach (var entry in folder.EnumerateFileSystemInfos("*", new EnumerationOptions { AttributesToSkip = FileAttributes.Hidden }))
        {
            if (entry is DirectoryInfo inner)
            {
                Collect(inner, found, visited);
            }
            else if (Extensions.Contains(entry.Extension.ToLowerInvariant()))
            {
                // FileSystemInfo.ToString is the path as the user began it, relative if that was.
                found.Add(entry.ToString());
            }
        }
    }
}
