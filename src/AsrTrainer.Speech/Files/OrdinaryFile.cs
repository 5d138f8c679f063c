using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace AsrTrainer.Speech.Files;

/// <summary>
/// Opens files that somebody else named: opening a named pipe that nobody writes to would wait for ever, and a device has no end.
/// </summary>
public static partial class OrdinaryFile
{
    private const int ReadOnlyWithoutWaiting = 0x80000 | 0x800; // O_CLOEXEC and O_NONBLOCK; the latter means nothing to a file

    /// <summary>Opens a file for reading.</summary>
    /// <param name="path">The file; links are followed.</param>
    /// <exception cref="IOException">It is a pipe, a device, a socket or a terminal, or cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read, or is a folder.</exception>
    public static FileStream OpenRead(string path)
    {
        return OperatingSystem.IsLinux() ? OpenWithoutWaiting(path) ?? File.OpenRead(path) : File.OpenRead(path);
    }

    /// <summary>All its text; see <see cref="OpenRead"/>.</summary>
    public static string ReadAllText(string path)
    {
        using var reader = new StreamReader(OpenRead(path));
        return reader.ReadToEnd();
    }

    // Null where the system refuses: the runtime's own way of opening then says why.
    private static FileStream? OpenWithoutWaiting(string path)
    {
        if (Directory.Exists(path))
        {
            throw new UnauthorizedAccessException("it is a folder, and a file is needed here");
        }

        var handle = new SafeFileHandle(Open(path, ReadOnlyWithoutWaiting), ownsHandle: true);
        if (handle.IsInvalid || FileStatus.Of(handle) is not { IsOrdinary: false })
        {
            return handle.IsInvalid ? null : new FileStream(handle, FileAccess.Read);
        }

        handle.Dispose();
        throw new IOException("it is a pipe or a device, and a file is needed here");
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);
}
