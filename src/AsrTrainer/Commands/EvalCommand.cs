using System.CommandLine;
using AsrTrainer.Configuration;
using AsrTrainer.Speech.Batching;
using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Commands;

/// <summary>What the user asked of <c>asr eval</c>.</summary>
internal sealed record EvalArguments(
    string Model, IReadOnlyList<string> Sources, (string Device, string Precision, int? Threads) Machine,
    double BatchSeconds, double MaxDroppedShare, ScoreChoice Report, DecodingChoice Decoding);

/// <summary>The definition of <c>asr eval</c>.</summary>
internal static class EvalCommand
{
    public static Command Create(ProgramOutput output, Option<bool> verbose)
    {
        Argument<string> model = LoadedModel.Argument();
        var data = new Option<string[]>("--data")
        {
            Description = "Corpora to score: folders in LibriSpeech layout or manifests (.csv, .tsv, .json, .jsonl), "
                + "each PATH or NAME=PATH.",
            HelpName = "PATH...",
            Required = true,
            AllowMultipleArgumentsPerToken = true,
        };
        Option<double> batchSeconds = new Option<double>("--batch-seconds")
        {
            Description = "Audio in a batch, padding included. In fp32 it does not change the result.",
            HelpName = "S",
            DefaultValueFactory = _ => new BatchingOptions().MaxBatchSeconds,
        }.ReadBy("a number", seconds => new BatchingOptions { MaxBatchSeconds = seconds }.Validate()
            .Select(found => found.Problem).FirstOrDefault());
        Option<double> maxDroppedShare = ListeningOptions.MaxDroppedShare();
        data.Validators.Add(result =>
        {
            foreach (string problem in Problems([.. result.Tokens.Select(token => token.Value)]))
            {
                result.AddError(problem);
            }
        });
        var command = new Command("eval", "Score a model on corpora.") { model, data, batchSeconds, maxDroppedShare };
        var report = new ScoreOptions(command, written: "; hyp.ctm with the times of words");
        var decoding = new DecodingOptions(command);
        var machine = new MachineOptions(command, precision: "fp32");
        command.SetAction(parsed =>
        {
            var arguments = new EvalArguments(
                parsed.GetRequiredValue(model), parsed.GetRequiredValue(data), machine.Read(parsed),
                parsed.GetValue(batchSeconds), parsed.GetValue(maxDroppedShare), report.Read(parsed), decoding.Read(parsed));
            return Invocation.Run(output, parsed.GetValue(verbose), token => Score(arguments, output, token));
        });
        return command;
    }

    private static ExitCode Score(EvalArguments arguments, ProgramOutput output, CancellationToken cancellation)
    {
        NamedPath[] sources = [.. arguments.Sources.Select(NamedPath.Parse)];
        ScoreFolder.MakeReady(
            arguments.Report, [.. sources.Select(one => one.Name)], withTimes: true, [.. sources.Select(one => one.Path)]);
        EvalArguments chosen = arguments with { Model = LoadedModel.Choose(arguments.Model, output.Messages) };
        ExitCode code = Scoring.Do(chosen, output, cancellation);
        if (arguments.Report.OutputFolder is { } folder)
        {
            output.Messages.WriteLine($"report: {folder}");
        }

        return code;
    }

    private static IReadOnlyList<string> Problems(IReadOnlyList<string> sources)
    {
        try
        {
            return
            [
                .. NamedPath.RepeatedNames(sources.Select(NamedPath.Parse))
                    .Select(name => $"--data: {name} names two corpora; tell them apart with NAME=PATH"),
            ];
        }
        catch (UserFault fault)
        {
            return fault.Problems;
        }
    }
}
