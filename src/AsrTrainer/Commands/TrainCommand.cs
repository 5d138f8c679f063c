using System.CommandLine;
using System.CommandLine.Parsing;
using AsrTrainer.Configuration;
using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Commands;

/// <summary>What the user asked of <c>asr train</c>.</summary>
internal sealed record TrainArguments(
    string ConfigurationPath, IReadOnlyList<string> Sets, (string Device, string Precision, int? Threads) Machine,
    string RunFolder, bool Resume, bool Verbose);

/// <summary>The definition of <c>asr train</c>.</summary>
internal static class TrainCommand
{
    public static Command Create(ProgramOutput output, Option<bool> verbose)
    {
        var configuration = new Argument<string?>("CONFIG")
        {
            Description = "A YAML file, for example configs/quickstart.yaml.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var set = new Option<string[]>("--set")
        {
            Description = "Replace one value of the configuration, for example training.epochs=3. May be repeated.",
            HelpName = "a.b=c",
            DefaultValueFactory = _ => [],
        };
        Option<string?> runFolder = new Option<string?>("--run-dir")
        {
            Description = "Where the run is kept (default: runs/ and the name of CONFIG; for a run's own "
                + "config.yaml that run).",
            HelpName = "DIR",
        }.NotEmpty();
        var resume = new Option<bool>("--resume")
        {
            Description = "Go on from the last checkpoint of the run, or begin where there is none.",
        };
        var check = new Option<bool>("--check") { Description = "Only check the configuration." };
        Option<string?> replay = new Option<string?>("--replay")
        {
            Description = "Do a step again that a run left out since its loss or gradient was not finite, and say what was wrong; "
                + "needs no CONFIG.",
            HelpName = "FILE",
        }.NotEmpty();
        var command = new Command("train", "Train a recogniser.") { configuration, set, runFolder, resume, check, replay };
        command.Validators.Add(result => RequireOne(result, configuration, replay));
        var machine = new MachineOptions(command, precision: "auto");
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(replay) is { } kept)
            {
                return Invocation.Run(output, parsed.GetValue(verbose), token => ReplayRun.Do(kept, machine.Read(parsed), output, token));
            }

            string path = parsed.GetRequiredValue(configuration)!;
            var arguments = new TrainArguments(
                path,
                parsed.GetRequiredValue(set),
                machine.Read(parsed),
                parsed.GetValue(runFolder) ?? RunFolder.DefaultFor(path),
                parsed.GetValue(resume),
                parsed.GetValue(verbose));
            return parsed.GetValue(check)
                ? Invocation.Run(output, arguments.Verbose, _ => Check(arguments, output))
                : Invocation.Run(output, arguments.Verbose, token => TrainingRun.Do(arguments, output, token));
        });
        return command;
    }

    private static void RequireOne(CommandResult result, Argument<string?> configuration, Option<string?> replay)
    {
        bool hasReplay = result.GetResult(replay) is not null;
        if (result.GetResult(configuration) is { Tokens.Count: > 0 } == hasReplay)
        {
            result.AddError(
                hasReplay
                    ? "--replay FILE needs no CONFIG: the file holds its own."
                    : "Required argument 'CONFIG' missing for command: 'train'.");
        }
    }

    private static ExitCode Check(TrainArguments arguments, ProgramOutput output)
    {
        ConfigurationLoader.Load<AsrConfiguration>(arguments.ConfigurationPath, arguments.Sets);
        output.Results.WriteLine($"{arguments.ConfigurationPath}: ok");
        return ExitCode.Success;
    }
}
