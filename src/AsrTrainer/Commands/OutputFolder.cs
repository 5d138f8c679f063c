using AsrTrainer.Speech.Faults;
using AsrTrainer.Speech.Files;

namespace AsrTrainer.Commands;

/// <summary>The folder of <c>--output</c>, or of a file that a command writes.</summary>
internal static class OutputFolder
{
    /// <summary>
    /// Makes the folder, and finds out that it can be written to: before the work, which may take hours, rather than after it.
    /// </summary>
    public static string MadeReady(string folder, string option = "--output")
    {
        if (File.Exists(folder))
        {
            throw new UserFault(ExitCode.Usage, $"{option} {folder}: is a file; name a folder");
        }

        try
        {
            Directory.CreateDirectory(folder);
            string trial = Path.Combine(folder, $".asr.{Environment.ProcessId}");
            new FileStream(trial, FileMode.Create, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose).Dispose();
            return folder;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // The system's "could not find" would speak of what is to be made.
            string finding = refused is FileNotFoundException or DirectoryNotFoundException
                ? "no folder can be made there"
                : refused.Message.TrimEnd('.');
            throw new UserFault(ExitCode.Environment, $"{option} {folder}: {finding}; name a folder that can be written to", refused);
        }
    }

    /// <summary>
    /// Does the same for the folder of a file that is to be written, and refuses what is there and is neither a file nor a link to one.
    /// </summary>
    /// <param name="file">The file.</param>
    /// <param name="name">What the command line calls it.</param>
    /// <param name="read">What the command reads, and so must not write over.</param>
    public static void MakeReadyFor(string file, string name, params IReadOnlyList<string> read)
    {
        string? problem = string.IsNullOrWhiteSpace(file) ? "is empty" : FileToWrite.Problem(file) ?? AlsoRead(file, read);
        if (problem is not null)
        {
            throw new UserFault(ExitCode.Usage, $"{name} {file}: {problem}; name another file");
        }

        MadeReady(Path.GetDirectoryName(FileToWrite.RealPath(file))!, name);
    }

    /// <summary>What is wrong where a file to be written is one that is read; null for nothing.</summary>
    public static string? AlsoRead(string file, IEnumerable<string> read) =>
        read.FirstOrDefault(one => one.Length > 0 && FileToWrite.IsSame(one, file)) is { } same
            ? $"is read too{(same == file ? "" : $", as {same}")}"
            : null;
}
