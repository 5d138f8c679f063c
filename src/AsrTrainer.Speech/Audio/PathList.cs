using AsrTrainer.Speech.Faults;
using AsrTrainer.Speech.Files;

namespace AsrTrainer.Speech.Audio;

/// <summary>Lists of audio files: a path in each line, as on the command line. Empty lines and such as begin with # say nothing.</summary>
public static class PathList
{
    /// <summary>The most bytes of a list: 256 MiB.</summary>
    public const long MaximumBytes = 256 << 20;

    private const int MaximumPath = 4096;

    /// <summary>The paths in a list.</summary>
    /// <exception cref="UserFault">With <see cref="ExitCode.Data"/>: it cannot be read, or holds what cannot be a path.</exception>
    public static IReadOnlyList<string> Read(string path)
    {
        try
        {
            using var file = OrdinaryFile.OpenRead(path);
            return Read(file, path);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Fault($"list \"{path}\" does not exist; check the path");
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new UserFault(ExitCode.Data, $"list \"{path}\" cannot be read: {refused.Message}", refused);
        }
    }

    /// <summary>The paths in a list that may come through a pipe.</summary>
    /// <param name="list">The list.</param>
    /// <param name="name">How faults call it.</param>
    /// <exception cref="UserFault">With <see cref="ExitCode.Data"/>: it holds what cannot be a path, or is too long.</exception>
    public static IReadOnlyList<string> Read(Stream list, string name) => Read(list, name, MaximumBytes);

    internal static IReadOnlyList<string> Read(Stream list, string name, long maximumBytes)
    {
        ArgumentNullException.ThrowIfNull(list);
        using var text = new MemoryStream();
        var buffer = new byte[1 << 16];
        for (int count; (count = list.Read(buffer)) > 0;)
        {
            text.Write(buffer, 0, count);
            if (text.Length > maximumBytes)
            {
                throw Fault($"list \"{name}\" has more than {maximumBytes} bytes; split it");
            }
        }

        text.Position = 0;
        using var reader = new StreamReader(text);
        List<string> paths = [];
        for (var (number, line) = (1, reader.ReadLine()); line is not null; (number, line) = (number + 1, reader.ReadLine()))
        {
            var entry = line.Trim();
            if (entry.Length > MaximumPath || entry.Contains('\0'))
            {
                throw Fault(
                    $"list \"{name}\", line {number}: no path, which has at most {MaximumPath} characters and none of number 0; a list "
                    + "is text with a path in each line");
            }

            if (entry.Length > 0 && entry[0] != '#')
            {
                paths.Add(entry);
            }
        }

        return paths.Count > 0 ? paths : throw Fault($"list \"{name}\" names no files; write a path in each line");
    }

    private static UserFault Fault(string problem) => new(ExitCode.Data, problem);
}
