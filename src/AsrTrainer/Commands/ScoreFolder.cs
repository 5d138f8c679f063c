using AsrTrainer.Reports;
using AsrTrainer.Speech.Faults;
using AsrTrainer.Speech.Files;

namespace AsrTrainer.Commands;

/// <summary>The folder of <c>--output</c> of <c>asr eval</c> and <c>asr score</c>, looked at before the work.</summary>
internal static class ScoreFolder
{
    /// <summary>Makes the folder where one was named, and finds out that every file of the report can be written there.</summary>
    /// <param name="choice">What the user wants to see.</param>
    /// <param name="sets">The names of the sets.</param>
    /// <param name="withTimes">Whether the times of words are known.</param>
    /// <param name="read">The files that the scores come from.</param>
    public static void MakeReady(ScoreChoice choice, IReadOnlyList<string> sets, bool withTimes, IReadOnlyList<string> read)
    {
        if (choice.OutputFolder is not { } folder)
        {
            return;
        }

        OutputFolder.MadeReady(folder);
        foreach (string file in ScoreFiles.Names(sets, withTimes).Select(name => Path.Combine(folder, name)))
        {
            if ((FileToWrite.Problem(file) ?? OutputFolder.AlsoRead(file, read)) is { } problem)
            {
                throw new UserFault(ExitCode.Usage, $"--output {folder}: {file} is to be written and {problem}; name another folder");
            }
        }
    }
}
