using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace AsrTrainer.Speech.Files;

/// <summary>
/// Opens files that somebody else named: opening a named pipe that nobody writes to would wait for ever, and a device has no end.
/// </summary>
public static partial class OrdinaryFile
{
    private const int ReadOnlyWithoutWaiting = 0x80000 | 0x800; // O_CLOEXEC and O_NONBLOCK; the latter means nothing to a file

    // The call statx, whose layout is the same on every processor: it fills 256 bytes, of which the kind of file is at 28.
    private const int CurrentFolder = -100; // AT_FDCWD
    private const int OfTheHandle = 0x1000; // AT_EMPTY_PATH
    private const uint WantsKind = 1; // STATX_TYPE
    private const int StatusBytes = 256;
    private const int KindOffset = 28;
    private const int KindMask = 0xF000; // S_IFMT
    private const int PipeKind = 0x1000; // S_IFIFO
    private const int CharacterDeviceKind = 0x2000; // S_IFCHR
    private const int SocketKind = 0xC000; // S_IFSOCK
    private const int RegularKind = 0x8000; // S_IFREG

    /// <summary>Opens a file for reading.</summary>
    /// <param name="path">The file; links are followed.</param>
    /// <exception cref="IOException">It is a pipe, a device, a socket or a terminal, or cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read, or is a folder.</exception>
    public static FileStream OpenRead(string path)
    {
        return OperatingSystem.IsLinux() ? OpenWithoutWaiting(path) ?? File.OpenRead(path) : File.OpenRead(path);
    }

    /// <summary>
    /// Whether there is a pipe, a socket, a terminal or the like at a path, links followed. It is not opened, which whoever writes to a
    /// pipe would notice.
    /// </summary>
    public static bool IsPipe(string path) =>
        OperatingSystem.IsLinux() && KindOf(CurrentFolder, path, 0) is PipeKind or CharacterDeviceKind or SocketKind;

    /// <summary>All its text; see <see cref="OpenRead"/>.</summary>
    public static string ReadAllText(string path)
    {
        using var reader = new StreamReader(OpenRead(path));
        return reader.ReadToEnd();
    }

    // Null where the system refuses: the runtime's own way of opening then says why.
    private static FileStream? OpenWithoutWaiting(string path)
    {
        if (IsPipe(path))
        {
            throw NotOrdinary();
        }

        if (Directory.Exists(path))
        {
            return null;
        }

        var handle = new SafeFileHandle(Open(path, ReadOnlyWithoutWaiting), ownsHandle: true);
        if (handle.IsInvalid || IsRegular(handle))
        {
            return handle.IsInvalid ? null : new FileStream(handle, FileAccess.Read);
        }

        handle.Dispose();
        throw NotOrdinary();
    }

    private static IOException NotOrdinary() => new("it is a pipe or a device, and a file is needed here");

    private static bool IsRegular(SafeFileHandle handle) =>
        KindOf((int)handle.DangerousGetHandle(), "", OfTheHandle) is RegularKind or null;

    // Null where it cannot be told.
    private static int? KindOf(int folder, string path, int flags)
    {
        Span<byte> status = stackalloc byte[StatusBytes];
        return StatusOf(folder, path, flags, WantsKind, ref MemoryMarshal.GetReference(status)) == 0
            ? BitConverter.ToUInt16(status[KindOffset..]) & KindMask
            : null;
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatusOf(int folder, string path, int flags, uint mask, ref byte status);
}
