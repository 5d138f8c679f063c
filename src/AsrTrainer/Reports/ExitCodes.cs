using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Reports;

/// <summary>What each exit code means to the user: the one list behind <c>asr --help</c> and the table in README.md.</summary>
internal static class ExitCodes
{
    /// <summary>Every code in ascending order.</summary>
    public static IReadOnlyList<(ExitCode Code, string Meaning)> All { get; } =
    [
        (ExitCode.Success, "everything that was asked for was done"),
        (ExitCode.InternalError, "a fault of the program itself; the message names the file with the details"),
        (ExitCode.Usage, "the command line could not be understood, or does not fit the run folder"),
        (ExitCode.Configuration, "a configuration file or a --set has a fault"),
        (ExitCode.Data, "audio, transcripts, a corpus or a manifest cannot be used"),
        (ExitCode.Model, "a model file or a checkpoint cannot be used"),
        (ExitCode.Environment, "the machine lacks something: a library, a device, memory, space, a permission"),
        (ExitCode.Partial, "some of the files could not be processed; the others were"),
        (ExitCode.Diverged, "training diverged: its losses, weights or outputs were no numbers any more"),
        (ExitCode.Interrupted, "stopped by Ctrl+C or SIGTERM; training that was under way left a checkpoint"),
    ];

    /// <summary>The table as the help shows it.</summary>
    public static IReadOnlyList<string> HelpLines() =>
        ["Exit codes:", .. All.Select(row => $"  {(int)row.Code,3}  {row.Meaning}")];

    /// <summary>The table as README.md holds it.</summary>
    public static IReadOnlyList<string> MarkdownLines() =>
        ["| Exit code | Meaning |", "|---:|---|", .. All.Select(row => $"| {(int)row.Code} | {row.Meaning} |")];
}
