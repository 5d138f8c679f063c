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

        RequireFolders(sets);
        OutputFolder.MadeReady(folder);
        IReadOnlyList<string> names = ScoreFiles.Names(sets, withTimes);
        foreach (string file in names.Select(name => Path.Combine(folder, name)))
        {
            if ((FileToWrite.Problem(file) ?? OutputFolder.AlsoRead(file, read)) is { } problem)
            {
                throw new UserFault(
                    ExitCode.Usage, $"--output {folder}: {file} is to be written and {problem}; name another folder");
            }
        }

        // They would be taken for files of this result. Whether anybody needs them the program cannot know.
        if (ScoreFiles.LeftOfEarlier(folder, names) is { Count: > 0 } left)
        {
            throw new UserFault(
                ExitCode.Usage,
                $"--output {folder}: holds another result, of which {string.Join(", ", left)} would stay beside the new one; remove them, "
                + "or name another folder");
        }
    }

    // Before a word is scored: what two sets wrote to one folder could not be told apart, and nothing is written outside of it.
    private static void RequireFolders(IReadOnlyList<string> sets)
    {
        foreach (IGrouping<string, string> place in sets.GroupBy(set => ScoreFiles.FolderOf(set, sets.Count)))
        {
            string? problem = place.Key is "." or ".." || ScoreFiles.Names([], false).Contains(place.Key)
                ? "is no name for a folder of its files"
                : place.Count() > 1 && sets.Count > 1 ? $"and {string.Join(" and ", place.Skip(1))} would write to one folder, {place.Key}"
                : null;
            if (problem is not null)
            {
                throw new UserFault(ExitCode.Usage, $"--data: {place.First()} {problem}; name it otherwise, with NAME=PATH");
            }
        }
    }
}
