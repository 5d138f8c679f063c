using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Configuration;

/// <summary>Collects every problem of a configuration, so that the user mends them all at once rather than one per attempt.</summary>
internal sealed class ConfigurationProblems
{
    private readonly List<(Origin Origin, string Path, string Problem)> found = [];

    /// <summary>Notes a problem with the value at <paramref name="path"/> (keys joined by dots; empty for the whole file).</summary>
    public void Add(Origin origin, string path, string problem) => found.Add((origin, path, problem));

    /// <summary>Whether something is already known to be wrong with exactly this value.</summary>
    public bool Concerns(string path) => found.Exists(problem => problem.Path == path);

    /// <summary>The problems as lines, those of the file first and in its order.</summary>
    public IReadOnlyList<string> Lines() =>
    [
        .. found
            .OrderBy(problem => problem.Origin.SetPath is not null)
            .ThenBy(problem => problem.Origin.Line)
            .Select(problem => problem.Origin.Describe(problem.Path, problem.Problem)),
    ];

    /// <summary>Ends here with all problems when there are any.</summary>
    public void ThrowIfAny()
    {
        if (found.Count > 0)
        {
            throw new UserFault(ExitCode.Configuration, Lines());
        }
    }
}
