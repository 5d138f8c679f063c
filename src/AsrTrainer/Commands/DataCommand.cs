using System.CommandLine;

namespace AsrTrainer.Commands;

/// <summary>What the user asked of <c>asr data check</c>.</summary>
internal sealed record DataCheckArguments(
    IReadOnlyList<string> Sources, string? ConfigurationPath, IReadOnlyList<string> Sets, int? Workers, string? OutputFolder, bool AsJson);

/// <summary>The definition of <c>asr data</c> and of its one command, <c>check</c>.</summary>
internal static class DataCommand
{
    private const string WorkersExpected = "a whole number from 1 to 1024";

    public static Command Create(ProgramOutput output, Option<bool> verbose) =>
        new("data", "Check corpora.") { CreateCheck(output, verbose) };

    private static Command CreateCheck(ProgramOutput output, Option<bool> verbose)
    {
        var sources = new Argument<string[]>("CONFIG|PATH")
        {
            Description = "A YAML file as asr train takes it, whose corpora are checked; or corpora: folders in LibriSpeech layout or "
                + "manifests (.csv, .tsv, .json, .jsonl), each PATH or NAME=PATH, of which the first is taken for the one that is "
                + "trained on.",
            Arity = ArgumentArity.OneOrMore,
        };
        var configuration = new Option<string?>("--config")
        {
            Description = "With PATHs: a YAML file that gives alphabet, normaliser and limits (default: those of a configuration that "
                + "says nothing of them).",
            HelpName = "FILE",
        };
        var set = new Option<string[]>("--set")
        {
            Description = "Replace one value of the configuration, for example data.max_seconds=20. May be repeated.",
            HelpName = "a.b=c",
            DefaultValueFactory = _ => [],
        };
        Option<int?> workers = new Option<int?>("--workers")
        {
            Description = "Threads that decode (default: one for each core).",
            HelpName = "N",
        }.ReadBy<int>(WorkersExpected, count => count is >= 1 and <= 1024 ? null : $"must be {WorkersExpected}, was {count}");
        Option<string?> outputFolder = new Option<string?>("--output")
        {
            Description = "Write findings.csv, a row for each finding, into this folder.",
            HelpName = "DIR",
        }.NotEmpty();
        var json = new Option<bool>("--json") { Description = "Print one JSON object (docs/data-check.md) instead of the table." };
        var command = new Command("check", "Decode every file once and say what cannot be used or should be looked at.")
        {
            sources, configuration, set, workers, outputFolder, json,
        };
        command.SetAction(parsed =>
        {
            var arguments = new DataCheckArguments(
                parsed.GetRequiredValue(sources), parsed.GetValue(configuration), parsed.GetRequiredValue(set), parsed.GetValue(workers),
                parsed.GetValue(outputFolder), parsed.GetValue(json));
            return Invocation.Run(output, parsed.GetValue(verbose), token => DataCheckRun.Do(arguments, output, token));
        });
        return command;
    }
}
