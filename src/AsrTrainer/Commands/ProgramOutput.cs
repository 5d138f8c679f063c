using System.Text;

namespace AsrTrainer.Commands;

/// <summary>Where the program writes: results to one side, everything else to the other. Tests hand in their own.</summary>
/// <param name="Results">What was asked for, and nothing besides.</param>
/// <param name="Messages">Progress, warnings and errors.</param>
/// <param name="IsTerminal">Whether a person watches the messages, so that they may be redrawn in place.</param>
internal sealed record ProgramOutput(TextWriter Results, TextWriter Messages, bool IsTerminal)
{
    /// <summary>Takes away what is drawn in place among the messages, for good; null while nothing is.</summary>
    public Action? LeaveScreen { get; set; }

    /// <summary>Opens the standard input.</summary>
    public Func<Stream> OpenInput { get; init; } = Console.OpenStandardInput;

    /// <summary>stdout and stderr.</summary>
    public static ProgramOutput OfProcess()
    {
        var encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        Console.SetError(new StreamWriter(new PatientStream(Console.OpenStandardError()), encoding) { AutoFlush = true });
        return new ProgramOutput(Console.Out, Console.Error, !Console.IsErrorRedirected);
    }
}
