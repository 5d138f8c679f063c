using System.Text;
using AsrTrainer.Reports;
using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Commands;

/// <summary>Where the program writes: results to one side, everything else to the other. Tests hand in their own.</summary>
/// <param name="Results">What was asked for, and nothing besides.</param>
/// <param name="Messages">Progress, warnings and errors.</param>
/// <param name="IsTerminal">Whether a person watches the messages, so that they may be redrawn in place.</param>
internal sealed record ProgramOutput(TextWriter Results, TextWriter Messages, bool IsTerminal)
{
    /// <summary>
    /// The messages' terminal, for what is drawn in place: nothing is replaced there, so no text of a file belongs into it.
    /// </summary>
    public TextWriter Screen { get; init; } = Messages;

    /// <summary>Takes away what is drawn in place among the messages, for good; null while nothing is.</summary>
    public Action? LeaveScreen { get; set; }

    /// <summary>
    /// Puts work in order that was asked to stop and is inside something long, on another thread than its own, before the process ends
    /// under it. Gives the exit code, or null if the work is to be waited for. Null where there is nothing to put in order.
    /// </summary>
    public Func<ExitCode?>? LeaveWork { get; set; }

    /// <summary>Opens the standard input.</summary>
    public Func<Stream> OpenInput { get; init; } = Console.OpenStandardInput;

    /// <summary>stdout and stderr; what would steer a terminal is replaced.</summary>
    public static ProgramOutput OfProcess()
    {
        var encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        TextWriter screen = TextWriter.Synchronized(
            new StreamWriter(new PatientStream(Console.OpenStandardError()), encoding) { AutoFlush = true });
        Console.SetError(new PrintableWriter(screen));
        Console.SetOut(new PrintableWriter(Console.Out));
        return new ProgramOutput(Console.Out, Console.Error, !Console.IsErrorRedirected) { Screen = screen };
    }
}
