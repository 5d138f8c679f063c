using System.Diagnostics;
using AsrTrainer.Commands;
using AsrTrainer.Reports;

namespace AsrTrainer.Tests;

/// <summary>What a call of the program left behind.</summary>
/// <param name="Code">The exit code.</param>
/// <param name="Results">stdout.</param>
/// <param name="Messages">stderr.</param>
internal sealed record ProgramResult(int Code, string Results, string Messages)
{
    /// <summary>The program's file beside the tests.</summary>
    public static string Executable { get; } = Path.Combine(AppContext.BaseDirectory, "asr");

    /// <summary>The lines of stderr.</summary>
    public string[] MessageLines => Messages.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Calls the program inside this process, as from a script: without a terminal, messages as the process writes them.</summary>
    public static ProgramResult Of(params string[] arguments) => Of([], isTerminal: false, arguments);

    /// <summary>The same with something on the standard input, and perhaps a person who watches.</summary>
    public static ProgramResult Of(byte[] input, bool isTerminal, params string[] arguments)
    {
        var results = new StringWriter { NewLine = "\n" };
        var messages = new StringWriter { NewLine = "\n" };
        int code = CommandLine.Run(arguments, new ProgramOutput(results, new PrintableWriter(messages), isTerminal)
        {
            Screen = messages,
            OpenInput = () => new MemoryStream(input),
        });
        return new ProgramResult(code, results.ToString(), messages.ToString());
    }

    /// <summary>Starts the program as a process of its own, standing in the repository.</summary>
    public static Process Start(params string[] arguments) => Launch(Executable, arguments);

    /// <summary>The same with a standard input that the test writes to.</summary>
    public static Process StartWithInput(params string[] arguments) => Launch(Executable, arguments, hasInput: true);

    /// <summary>Starts any program, standing in the repository.</summary>
    public static Process Launch(string file, params string[] arguments) => Launch(file, arguments, hasInput: false);

    /// <summary>Waits for a process; one that does not end in time fails the test.</summary>
    public static async Task<ProgramResult> Of(Process process)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        Task<string> results = process.StandardOutput.ReadToEndAsync(patience.Token);
        Task<string> messages = process.StandardError.ReadToEndAsync(patience.Token);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }

        return new ProgramResult(process.ExitCode, await results, await messages);
    }

    private static Process Launch(string file, string[] arguments, bool hasInput)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardInput = hasInput,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = RepositoryFiles.Root,
        };
        return Process.Start(start)!;
    }
}
