using System.Runtime.CompilerServices;

namespace AsrTrainer.Neural.Tests;

/// <summary>The files of the repository that the tests were built from.</summary>
internal static class RepositoryFiles
{
    /// <summary>The folder that holds AsrTrainer.sln; the build may put its output elsewhere.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Ten of the shortest prompts in LibriSpeech layout.</summary>
    public static string Speech => Path.Combine(Root, "tests", "fixtures", "speech");

    private static string FindRoot([CallerFilePath] string here = "")
    {
        var folder = new FileInfo(here).Directory;
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "AsrTrainer.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException($"no AsrTrainer.sln above {here}");
    }
}
