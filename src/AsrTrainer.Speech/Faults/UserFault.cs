namespace AsrTrainer.Speech.Faults;

/// <summary>
/// A mistake that the user can mend. Each problem says what was found, what is allowed and what to do; the program prints them to
/// stderr without a stack trace and ends with <see cref="Code"/>. What a problem quotes comes from files and may be anything: characters
/// that steer a terminal are replaced, and what is too long to be read is cut.
/// </summary>
public sealed class UserFault : Exception
{
    private const int MostCharacters = 4000;

    /// <summary>One problem.</summary>
    public UserFault(ExitCode code, string problem, Exception? cause = null)
        : base(Printable(problem), cause)
    {
        Code = code;
        Problems = [Message];
    }

    /// <summary>Several problems, reported together. The list must not be empty.</summary>
    public UserFault(ExitCode code, IReadOnlyList<string> problems)
        : base(string.Join(Environment.NewLine, problems.Select(Printable)))
    {
        ArgumentOutOfRangeException.ThrowIfZero(problems.Count);
        Code = code;
        Problems = [.. problems.Select(Printable)];
    }

    /// <summary>The exit code that the program ends with.</summary>
    public ExitCode Code { get; }

    /// <summary>The problems, one sentence or two each.</summary>
    public IReadOnlyList<string> Problems { get; }

    private static string Printable(string problem)
    {
        // The advice stands at the end.
        var shown = problem.Length <= MostCharacters ? problem : $"{problem[..(MostCharacters / 2)]} … {problem[^(MostCharacters / 2)..]}";
        return shown.Any(Steers) ? string.Concat(shown.Select(character => Steers(character) ? '\uFFFD' : character)) : shown;
    }

    private static bool Steers(char character) => char.IsControl(character) && character is not ('\n' or '\t');
}
