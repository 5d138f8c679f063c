using System.CommandLine;
using System.CommandLine.Parsing;
using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Commands;

/// <summary>The program from its arguments to its exit code. Everything it prints goes to the writers it is given.</summary>
internal static class CommandLine
{
    /// <summary>Runs one command.</summary>
    public static int Run(IReadOnlyList<string> arguments, ProgramOutput output)
    {
        try
        {
            return ParseAndRun(arguments, output);
        }
        catch (Exception exception)
        {
            return (int)Invocation.Report(exception, output.Messages);
        }
    }

    private static int ParseAndRun(IReadOnlyList<string> arguments, ProgramOutput output)
    {
        RootCommand root = Create(output);

        // No response files: an argument that begins with @ is what it says, perhaps a path.
        ParseResult parsed = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0 && parsed.Action is not HelpWithExitCodes)
        {
            return UsageFault(root, arguments, parsed, output);
        }

        return parsed.Invoke(new InvocationConfiguration
        {
            Output = output.Results,
            Error = output.Messages,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        });
    }

    private static RootCommand Create(ProgramOutput output)
    {
        var verbose = new Option<bool>("--verbose")
        {
            Description = "Show the log as it is written, and a stack trace for a fault of the program.",
            Recursive = true,
        };
        var root = new RootCommand("Train, score and run CTC speech recognisers.")
        {
            verbose,
            TrainCommand.Create(output, verbose),
            EvalCommand.Create(output, verbose),
            ScoreCommand.Create(output, verbose),
            CompareCommand.Create(output, verbose),
            TranscribeCommand.Create(output, verbose),
            TuneCommand.Create(output, verbose),
            AlignCommand.Create(output, verbose),
            DataCommand.Create(output, verbose),
            LanguageModelCommand.Create(output, verbose),
            BenchCommand.Create(output, verbose),
        };
        HelpWithExitCodes.Install(root);
        return root;
    }

    private static int UsageFault(RootCommand root, IReadOnlyList<string> arguments, ParseResult parsed, ProgramOutput output)
    {
        if (arguments.Count == 0)
        {
            HelpWithExitCodes.Show(root, output.Messages);
            return (int)ExitCode.Usage;
        }

        foreach (string message in parsed.Errors.Select(error => error.Message).Distinct())
        {
            // The parser lists allowed words on lines of their own.
            output.Messages.WriteLine($"error: {message.ReplaceLineEndings("").Replace('\t', ' ')}");
        }

        output.Messages.WriteLine($"see {PathOf(parsed.CommandResult)} --help");
        return (int)ExitCode.Usage;
    }

    // As the user writes it: asr data check.
    private static string PathOf(CommandResult result) =>
        result.Parent is CommandResult parent ? $"{PathOf(parent)} {result.Command.Name}" : "asr";
}
