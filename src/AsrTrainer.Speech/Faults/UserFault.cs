namespace AsrTrainer.Speech.Faults;

/// <summary>
/// A mistake that the user can mend. Each problem says what was found, what is allowed and what to do; the program prints them to
/// stderr without a stack trace and ends with <see cref="Code"/>.
/// </summary>
public sealed class UserFault : Exception
{
    /// <summary>One problem.</summary>
    public UserFault(ExitCode code, string problem, Exception? cause = null)
        : base(problem, cause)
    {
        Code = code;
        Problems = [problem];
    }

    /// <summary>Several problems, reported together. The list must not be empty.</summary>
    public UserFault(ExitCode code, IReadOnlyList<string> problems)
        : base(string.Join(Environment.NewLine, problems))
    {
        ArgumentOutOfRangeException.ThrowIfZero(problems.Count);
        Code = code;
        Problems = problems;
    }

    /// <summary>The exit code that the program ends with.</summary>
    public ExitCode Code { get; }

    /// <summary>The problems, one sentence or two each.</summary>
    public IReadOnlyList<string> Problems { get; }
}
