using AsrTrainer.Speech.Faults;

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

        Directory.CreateDirectory(folder);
        string trial = Path.Combine(folder, $".asr.{Environment.ProcessId}");
        new FileStream(trial, FileMode.Create, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose).Dispose();
        return folder;
    }

    /// <summary>Does the same for the folder of a file that is to be written.</summary>
    /// <param name="file">The file.</param>
    /// <param name="name">What the command line calls it.</param>
    public static void MakeReadyFor(string file, string name)
    {
        if (string.IsNullOrWhiteSpace(file) || Directory.Exists(file))
        {
            throw new UserFault(ExitCode.Usage, $"{name} {file}: is {(Directory.Exists(file) ? "a folder" : "empty")}; name a file");
        }

        MadeReady(Path.GetDirectoryName(Path.GetFullPath(file))!);
    }
}
