using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace AsrTrainer.Speech.Files;

/// <summary>
/// What Linux says of a file: the call statx, whose layout is the same on every processor. It fills 256 bytes, of which the kind of file is
/// at 28, its number at 32 and the two numbers of its disk at 136.
/// </summary>
/// <param name="Kind">The kind of file.</param>
/// <param name="Number">No two files of a disk have the same.</param>
/// <param name="Disk">The disk that it is on.</param>
internal readonly partial record struct FileStatus(int Kind, ulong Number, ulong Disk)
{
    private const int Here = -100; // AT_FDCWD
    private const int OfTheHandle = 0x1000; // AT_EMPTY_PATH
    private const uint Wanted = 0x101; // STATX_TYPE and STATX_INO
    private const int StatusBytes = 256;
    private const int KindMask = 0xF000; // S_IFMT
    private const int OrdinaryKind = 0x8000; // S_IFREG

    /// <summary>Whether it is a file, and no folder, pipe, socket, device or terminal.</summary>
    public bool IsOrdinary => Kind == OrdinaryKind;

    /// <summary>The status of what a path leads to, links followed; null where nothing is there, or the system does not tell.</summary>
    public static FileStatus? Of(string path) => Of(Here, path, flags: 0);

    /// <summary>That of an open file; null where the system does not tell.</summary>
    public static FileStatus? Of(SafeFileHandle file) => Of((int)file.DangerousGetHandle(), "", OfTheHandle);

    private static FileStatus? Of(int folder, string path, int flags)
    {
        Span<byte> status = stackalloc byte[StatusBytes];
        return OperatingSystem.IsLinux() && StatusOf(folder, path, flags, Wanted, ref MemoryMarshal.GetReference(status)) == 0
            ? new FileStatus(
                BitConverter.ToUInt16(status[28..]) & KindMask, BitConverter.ToUInt64(status[32..]), BitConverter.ToUInt64(status[136..]))
            : null;
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatusOf(int folder, string path, int flags, uint mask, ref byte status);
}
