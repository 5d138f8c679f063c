using AsrTrainer.Speech.Faults;
using AsrTrainer.Speech.Files;

namespace AsrTrainer.Speech.Audio;

/// <summary>
/// Reads audio that may come through a pipe. Decoders go back and forth in a file, so what a pipe gives is kept in a file until it is
/// decoded. The file loses its name as soon as it is open, so that nothing is left of it however the process ends.
/// </summary>
public static class PipedAudio
{
    /// <summary>The largest number of bytes that is taken from a pipe: 2 GiB.</summary>
    public const long MaximumBytes = 2L << 30;

    /// <summary>As <see cref="AudioFile.Open"/>; the path may also be that of a pipe, or "-" for the standard input.</summary>
    /// <param name="path">The path.</param>
    /// <param name="cancellation">Ends the wait for a pipe with an <see cref="OperationCanceledException"/>.</param>
    public static AudioBlocks Open(string path, CancellationToken cancellation = default) => Open(path, MaximumBytes, cancellation);

    internal static AudioBlocks Open(string path, long maximumBytes, CancellationToken cancellation = default)
    {
        var file = path == "-" ? "/dev/stdin" : path;
        if (!OrdinaryFile.IsPipe(file))
        {
            return AudioFile.Open(file);
        }

        FileStream? copy = null;
        try
        {
            copy = OpenNameless();
            Copy(file, copy, path, maximumBytes, cancellation);
            var name = $"/proc/self/fd/{copy.SafeFileHandle.DangerousGetHandle()}";
            var blocks = Named(name, path, () => AudioFile.Open(name));
            return blocks.Named(name, path, () =>
            {
                blocks.Dispose();
                copy.Dispose();
            });
        }
        catch (Exception refused)
        {
            copy?.Dispose();
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

    private static FileStream OpenNameless()
    {
        var path = Path.Combine(Path.GetTempPath(), $"asr-{Guid.NewGuid():N}");
        var file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        File.Delete(path);
        return file;
    }

    private static void Copy(string pipe, FileStream copy, string path, long maximumBytes, CancellationToken cancellation)
    {
        using var input = new InterruptibleInput(
            () => new FileStream(pipe, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0), cancellation);
        var buffer = new byte[1 << 16];
        long total = 0;
        for (int count; (count = input.Read(buffer)) > 0;)
        {
            total += count;
            if (total > maximumBytes)
            {
                throw new UserFault(ExitCode.Data, $"\"{path}\" gives more than {maximumBytes} bytes; longer audio must come as a file");
            }

            copy.Write(buffer, 0, count);
        }
    }
}
