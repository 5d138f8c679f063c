namespace AsrTrainer.Speech.Files;

/// <summary>A file that is to be written, as somebody named it.</summary>
public static class FileToWrite
{
    private const int MostLinks = 40;

    /// <summary>
    /// Why a path cannot be written to, to follow its name: a folder, pipe, socket or device is there, which a file must not take the place
    /// of. Null where a file is there, or a link to one, or nothing.
    /// </summary>
    public static string? Problem(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Directory.Exists(path) || Path.EndsInDirectorySeparator(path) ? "is a folder"
            : FileStatus.Of(path) is { IsOrdinary: false } ? "is a pipe, a socket or a device"
            : null;
    }

    /// <summary>Whether two paths lead to one file, through whatever links; what is not there is the same as nothing.</summary>
    public static bool IsSame(string one, string other)
    {
        ArgumentException.ThrowIfNullOrEmpty(one);
        ArgumentException.ThrowIfNullOrEmpty(other);
        return File.Exists(one) && File.Exists(other)
            && (FileStatus.Of(one) is { } known ? known == FileStatus.Of(other) : RealPath(one) == RealPath(other));
    }

    /// <summary>The path of a file or folder without a link in it; what a link leads to need not be there.</summary>
    /// <exception cref="IOException">Its links go in a circle.</exception>
    public static string RealPath(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return RealPath(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)), MostLinks);
    }

    private static string RealPath(string path, int links)
    {
        if (Path.GetDirectoryName(path) is not { } parent)
        {
            return path;
        }

        var here = Path.Join(RealPath(parent, links), Path.GetFileName(path));
        if (new FileInfo(here).LinkTarget is not { } target)
        {
            return here;
        }

        return links > 0
            ? RealPath(Path.GetFullPath(target, Path.GetDirectoryName(here)!), links - 1)
            : throw new IOException($"{path}: its links go in a circle");
    }
}
