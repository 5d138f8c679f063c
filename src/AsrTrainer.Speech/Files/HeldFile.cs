using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace AsrTrainer.Speech.Files;

/// <summary>A file that another process holds for itself.</summary>
public static partial class HeldFile
{
    private const int MostBytes = 200;

    /// <summary>
    /// Its first line, as far as it is short, or empty. The runtime asks for a lock even to read; a handle that it did not open itself it
    /// takes as it is.
    /// </summary>
    /// <param name="path">The file; one that is missing has no line.</param>
    public static string FirstLine(string path)
    {
        using var handle = new SafeFileHandle(OpenForReading(path, 0), ownsHandle: true);
        if (handle.IsInvalid)
        {
            return "";
        }

        using var file = new FileStream(handle, FileAccess.Read, 1);
        return FirstLine(file);
    }

    /// <summary>The same of a file that this process holds, read from its beginning.</summary>
    public static string FirstLine(FileStream file)
    {
        file.Position = 0;
        var bytes = new byte[MostBytes];
        var count = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return Encoding.UTF8.GetString(bytes, 0, count).Split('\n')[0].Trim();
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenForReading(string path, int flags);
}
