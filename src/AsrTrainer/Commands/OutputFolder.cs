using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Commands;

/// <summary>The folder of <c>--output</c> and its like.</summary>
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
}
