using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using AsrTrainer.Reports;

namespace AsrTrainer.Commands;

/// <summary>The help of a command, followed by the table of exit codes.</summary>
internal sealed class HelpWithExitCodes(HelpAction help) : SynchronousCommandLineAction
{
    // The same text on every terminal and in the golden files.
    private const int Columns = 110;

    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <summary>Puts the table behind the help of a root command and of all its subcommands.</summary>
    public static void Install(RootCommand root)
    {
        foreach (HelpOption option in root.Options.OfType<HelpOption>())
        {
            option.Action = new HelpWithExitCodes(new HelpAction { MaxWidth = Columns });
        }
    }

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        int code = help.Invoke(parseResult);
        foreach (string line in ExitCodes.HelpLines())
        {
            parseResult.InvocationConfiguration.Output.WriteLine(line);
        }

        return code;
    }

    /// <summary>The same for arguments that could not be parsed; the help is then no result.</summary>
    public static void Show(RootCommand root, TextWriter output) =>
        root.Parse(["--help"]).Invoke(new InvocationConfiguration { Output = output });
}
