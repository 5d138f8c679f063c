using System.CommandLine;
using AsrTrainer.Speech.Batching;

namespace AsrTrainer.Commands;

/// <summary>What the user asked of <c>asr eval</c>.</summary>
internal sealed record EvalArguments(
    string Model, IReadOnlyList<string> Sources, (string Device, string Precision, int? Threads) Machine,
    double BatchSeconds, double MaxDroppedShare, string? OutputFolder, int Worst);

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
        var batchSeconds = new Option<double>("--batch-seconds")
        {
            Description = "Audio in a batch, padding included. In fp32 it does not change the result.",
            HelpName = "S",
            DefaultValueFactory = _ => new BatchingOptions().MaxBatchSeconds,
        };
        var maxDroppedShare = new Option<double>("--max-dropped-share")
        {
            Description = "The share of a corpus that may be left out because it cannot be used, 0 to 1; more stops the scoring.",
            HelpName = "X",
            DefaultValueFactory = _ => 0.01,
        };
        var outputFolder = new Option<string?>("--output")
        {
            Description = "Write utterances.csv, a row for each utterance, into this folder.",
            HelpName = "DIR",
        };
        var worst = new Option<int>("--worst")
        {
            Description = "Show the N utterances of each corpus with most errors.",
            HelpName = "N",
            DefaultValueFactory = _ => 5,
        };
        batchSeconds.Validators.Add(result =>
        {
            foreach (var problem in new BatchingOptions { MaxBatchSeconds = result.GetValueOrDefault<double>() }.Validate())
            {
                result.AddError($"--batch-seconds: {problem.Problem}");
            }
        });
        maxDroppedShare.Validators.Add(result => Require(
            result.GetValueOrDefault<double>() is >= 0 and <= 1, "--max-dropped-share: must be 0 to 1", result.AddError));
        worst.Validators.Add(result => Require(result.GetValueOrDefault<int>() >= 0, "--worst: must be at least 0", result.AddError));
        var command = new Command("eval", "Score a model on corpora.") { model, data, batchSeconds, maxDroppedShare, outputFolder, worst };
        var machine = new MachineOptions(command, precision: "fp32");
        command.SetAction(parsed =>
        {
            var arguments = new EvalArguments(
                parsed.GetRequiredValue(model), parsed.GetRequiredValue(data), machine.Read(parsed),
                parsed.GetValue(batchSeconds), parsed.GetValue(maxDroppedShare), parsed.GetValue(outputFolder), parsed.GetValue(worst));
            return Invocation.Run(output, parsed.GetValue(verbose), token => Scoring.Do(arguments, output, token));
        });
        return command;
    }

    private static void Require(bool condition, string problem, Action<string> addError)
    {
        if (!condition)
        {
            addError(problem);
        }
    }
}
