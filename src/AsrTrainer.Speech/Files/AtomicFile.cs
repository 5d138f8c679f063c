using System.Text.RegularExpressions;

namespace AsrTrainer.Speech.Files;

/// <summary>
/// Writes a file so that it is whole or absent: whoever opens the path sees the old content or the new one, never a part, even when the
/// program is killed in between.
/// </summary>
public static partial class AtomicFile
{
    private static int serial;

    /// <summary>
    /// Lets <paramref name="write"/> fill a temporary file in the folder of <paramref name="path"/> (which is made if missing), flushes it
    /// to the disk and renames it. When anything fails, the temporary file is removed, an older file at <paramref name="path"/> stays as
    /// it was, and the exception goes on to the caller; that of a disk gets the file's name where it has none.
    /// </summary>
    /// <param name="path">The file to write; an existing one is replaced. Where it is a link, the file that it leads to is.</param>
    /// <param name="write">Receives a seekable stream; must not close over it.</param>
    /// <exception cref="NotAFileException">A folder, pipe, socket or device is there.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        if (FileToWrite.Problem(path) is { } problem)
        {
            throw new NotAFileException(path, problem);
        }

        var full = FileToWrite.RealPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);

        // Renaming is atomic only inside one file system, hence the same folder. The process and a serial number keep writers apart.
        var temporary = $"{full}.{Environment.ProcessId}-{Interlocked.Increment(ref serial)}.tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.ReadWrite))
            {
                write(stream);
                DiskFlush.Content(stream);
            }

            File.Move(temporary, full, overwrite: true);
            DiskFlush.Entries(Path.GetDirectoryName(full)!);
        }
        catch (Exception failure)
        {
            File.Delete(temporary);

            // A full disk is told without the name of a file.
            if (failure.GetType() == typeof(IOException) && !failure.Message.Contains(full, StringComparison.Ordinal))
            {
                throw new IOException($"{path}: {failure.Message}", failure) { HResult = failure.HResult };
            }

            throw;
        }
    }

    /// <summary>Removes the temporary files that killed processes have left in a folder that nobody else writes to.</summary>
    public static void RemoveLeft(string folder)
    {
        foreach (var file in Directory.GetFiles(folder, "*.tmp").Where(file => TemporaryName().IsMatch(file)))
        {
            File.Delete(file);
        }
    }

    [GeneratedRegex(@"\.\d+-\d+\.tmp$")]
    private static partial Regex TemporaryName();
}
