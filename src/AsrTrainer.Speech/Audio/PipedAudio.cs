using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Speech.Audio;

/// <summary>
/// Reads audio that may come through a pipe. Decoders go back and forth in a file, so what a pipe gives is kept in a file until it is
/// decoded.
/// </summary>
public static class PipedAudio
{
    /// <summary>The largest number of bytes that is taken from a pipe: 2 GiB.</summary>
    public const long MaximumBytes = 2L << 30;

    /// <summary>As <see cref="AudioFile.Open"/>; the path may also be that of a pipe, or "-" for the standard input.</summary>
    public static AudioBlocks Open(string path) => Open(path, MaximumBytes);

    internal static AudioBlocks Open(string path, long maximumBytes)
    {
        var file = path == "-" ? "/dev/stdin" : path;
        using var pipe = OpenIfPipe(file);
        if (pipe is null)
        {
            return AudioFile.Open(file);
        }

        var copy = Path.Combine(Path.GetTempPath(), $"asr-{Guid.NewGuid():N}{Path.GetExtension(path)}");
        try
        {
            Copy(pipe, copy, path, maximumBytes);
            var blocks = Named(copy, path, () => AudioFile.Open(copy));
            return blocks.Named(copy, path, () =>
            {
                blocks.Dispose();
                File.Delete(copy);
            });
        }
        catch (Exception refused)
        {
            File.Delete(copy);
            if (refused is IOException or UnauthorizedAccessException)
            {
                throw new UserFault(
                    ExitCode.Environment, $"\"{path}\" is a pipe and is read through a copy, which failed: {refused.Message}", refused);
            }

            throw;
        }
    }

    /// <summary>Does something with a copy; faults name what was copied.</summary>
    internal static T Named<T>(string copy, string name, Func<T> act)
    {
        try
        {
            return act();
        }
        catch (UserFault fault) when (fault.Message.Contains(copy, StringComparison.Ordinal))
        {
            throw new UserFault(fault.Code, fault.Message.Replace(copy, name, StringComparison.Ordinal), fault);
        }
    }

    // What cannot be opened is left to the reader of files, which says why.
    private static FileStream? OpenIfPipe(string path)
    {
        try
        {
            var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            if (!stream.CanSeek)
            {
                return stream;
            }

            stream.Dispose();
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        return null;
    }

    private static void Copy(FileStream pipe, string copy, string path, long maximumBytes)
    {
        using var file = new FileStream(copy, FileMode.CreateNew, FileAccess.Write);
        var buffer = new byte[1 << 16];
        long total = 0;
        for (int count; (count = pipe.Read(buffer)) > 0;)
        {
            total += count;
            if (total > maximumBytes)
            {
                throw new UserFault(ExitCode.Data, $"\"{path}\" gives more than {maximumBytes} bytes; longer audio must come as a file");
            }

            file.Write(buffer, 0, count);
        }
    }
}
