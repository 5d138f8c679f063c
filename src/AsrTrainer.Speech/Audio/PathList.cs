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
            if (file.Length > MaximumBytes)
            {
                throw Fault($"list \"{path}\" has {file.Length} bytes; {MaximumBytes} are allowed; split it");
            }

            using var reader = new StreamReader(file);
            List<string> paths = [];
            for (var (number, line) = (1, reader.ReadLine()); line is not null; (number, line) = (number + 1, reader.ReadLine()))
            {
                var entry = line.Trim();
                if (entry.Length > MaximumPath || entry.Contains('\0'))
                {
                    throw Fault(
                        $"list \"{path}\", line {number}: no path, which has at most {MaximumPath} characters and none of number 0; a list "
                        + "is text with a path in each line");
                }

                if (entry.Length > 0 && entry[0] != '#')
                {
                    paths.Add(entry);
                }
            }

            return paths.Count > 0 ? paths : throw Fault($"list \"{path}\" names no files; write a path in each line");
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

    private static UserFault Fault(string problem) => new(ExitCode.Data, problem);
}
