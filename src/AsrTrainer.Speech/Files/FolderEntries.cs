using System.Runtime.InteropServices;

namespace AsrTrainer.Speech.Files;

/// <summary>
/// The entries of a folder on their way to the disk: after a power failure a new or renamed file may have its content but no name, unless
/// its folder was flushed too (POSIX fsync).
/// </summary>
public static partial class FolderEntries
{
    private const int ReadOnlyCloseOnExec = 0x80000;

    /// <summary>
    /// Flushes the names in a folder. Where a file system cannot do it there is nothing more to be done, and nothing is said.
    /// </summary>
    /// <param name="folder">An existing folder.</param>
    public static void Flush(string folder)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        var handle = Open(folder, ReadOnlyCloseOnExec);
        if (handle < 0)
        {
            return;
        }

        _ = Synchronize(handle);
        _ = Close(handle);
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int Synchronize(int handle);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int handle);
}
