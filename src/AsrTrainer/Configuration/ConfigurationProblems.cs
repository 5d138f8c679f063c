using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Configuration;

/// <summary>Collects every problem of a configuration, so that the user mends them all at once rather than one per attempt.</summary>
internal sealed class ConfigurationProblems
{
    // Somebody mends them one by one; a file that is no configuration at all has thousands.
    private const int Shown = 100;

    private readonly List<(Origin Origin, string Path, Func<string> Problem)> found = [];

    /// <summary>Notes a problem with the value at <paramref name="path"/> (keys joined by dots; empty for the whole file).</summary>
    public void Add(Origin origin, string path, string problem) => found.Add((origin, path, () => problem));

    /// <summary>The same for a text that takes time to find: only those that are shown are asked for.</summary>
    public void Add(Origin origin, string path, Func<string> problem) => found.Add((origin, path, problem));

    /// <summary>Whether something is already known to be wrong with exactly this value.</summary>
    public bool Concerns(string path) => found.Exists(problem => problem.Path == path);

    /// <summary>
    /// The problems as lines, those of the file first and in its order; of very many the first ones and the number of the others.
    /// </summary>
    public IReadOnlyList<string> Lines() =>
    [
        .. found
            .OrderBy(problem => problem.Origin.SetPath is not null)
            .ThenBy(problem => problem.Origin.Line)
            .Take(Shown)
            .Select(problem => problem.Origin.Describe(problem.Path, problem.Problem())),
        .. found.Count > Shown ? (string[])[$"{found.Count - Shown} more problems, {found.Count} in all; the first {Shown} are shown"] : [],
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
