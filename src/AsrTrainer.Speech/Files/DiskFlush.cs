using System.Runtime.InteropServices;

namespace AsrTrainer.Speech.Files;

/// <summary>
/// What was written on its way to the disk itself (POSIX fsync). A full disk or quota, a dead sector, a network that is gone: with many
/// file systems that shows only here, and the runtime's own flush says nothing of it.
/// </summary>
public static partial class DiskFlush
{
    private const int ReadOnlyCloseOnExec = 0x80000;

    // Bad request, read-only, not supported, not implemented: the file system has no such thing, and there is nothing more to be done.
    private static readonly int[] Unsupported = [22, 30, 38, 95];

    /// <summary>Flushes the content of a file that was written.</summary>
    /// <exception cref="IOException">It did not arrive.</exception>
    public static void Content(FileStream file)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (!OperatingSystem.IsLinux())
        {
            file.Flush(flushToDisk: true);
            return;
        }

        file.Flush();
        Synchronized((int)file.SafeFileHandle.DangerousGetHandle(), file.Name);
    }

    /// <summary>
    /// Flushes the names in a folder: after a power failure a new or renamed file may have its content but no name, unless its folder was
    /// flushed too.
    /// </summary>
    /// <param name="folder">An existing folder; nothing happens where it cannot be opened for that.</param>
    /// <exception cref="IOException">They did not arrive.</exception>
    public static void Entries(string folder)
    {
        var handle = OperatingSystem.IsLinux() ? Open(folder, ReadOnlyCloseOnExec) : -1;
        if (handle < 0)
        {
            return;
        }

        try
        {
            Synchronized(handle, folder);
        }
        finally
        {
            _ = Close(handle);
        }
    }

    internal static void Synchronized(int handle, string name)
    {
        if (Synchronize(handle) != 0 && Marshal.GetLastPInvokeError() is var error && !Unsupported.Contains(error))
        {
            throw new IOException($"{Marshal.GetPInvokeErrorMessage(error)}: '{name}' did not reach the disk");
        }
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Synchronize(int handle);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int handle);
}
