using System.CommandLine;
using AsrTrainer.Speech.Batching;

namespace AsrTrainer.Commands;

/// <summary>What is to go through the network once, to be decoded many times.</summary>
internal sealed record ListeningArguments(
    string Model, IReadOnlyList<string> Sources, double BatchSeconds, double MaxDroppedShare,
    (string Device, string Precision, int? Threads) Machine, DecodingChoice Decoding);

/// <summary>The arguments and options that say what that is: shared by the commands that do so.</summary>
internal sealed class ListeningOptions
{
    private readonly Argument<string> model = LoadedModel.Argument();

    private readonly Option<string[]> data = new("--data")
    {
        Description = "Corpora: folders in LibriSpeech layout or manifests (.csv, .tsv, .json, .jsonl), each PATH or NAME=PATH.",
        HelpName = "PATH...",
        Required = true,
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<double> batchSeconds = new Option<double>("--batch-seconds")
    {
        Description = "Audio in a batch, padding included. In fp32 it does not change the result.",
        HelpName = "S",
        DefaultValueFactory = _ => new BatchingOptions().MaxBatchSeconds,
    }.ReadBy("a number", seconds => new BatchingOptions { MaxBatchSeconds = seconds }.Validate()
        .Select(found => found.Problem).FirstOrDefault());

    private readonly Option<double> maxDroppedShare = MaxDroppedShare();

    private readonly DecodingOptions decoding;
    private readonly MachineOptions machine;

    /// <param name="command">The command that gets them.</param>
    /// <param name="tuned">Whether the command itself finds weight and bonus.</param>
    public ListeningOptions(Command command, bool tuned)
    {
        command.Add(model);
        command.Add(data);
        decoding = new DecodingOptions(command, tuned, mayBeGreedy: false);
        command.Add(batchSeconds);
        command.Add(maxDroppedShare);
        machine = new MachineOptions(command, precision: "fp32");
    }

    /// <summary>What the user chose.</summary>
    public ListeningArguments Read(ParseResult parsed) => new(
        parsed.GetRequiredValue(model), parsed.GetRequiredValue(data), parsed.GetValue(batchSeconds), parsed.GetValue(maxDroppedShare),
        machine.Read(parsed), decoding.Read(parsed));

    /// <summary><c>--max-dropped-share</c>.</summary>
    public static Option<double> MaxDroppedShare() => new Option<double>("--max-dropped-share")
    {
        Description = "The share of a corpus that may be left out because it cannot be used, 0 to 1; more is refused.",
        HelpName = "X",
        DefaultValueFactory = _ => 0.01,
    }.ReadBy("a number from 0 to 1", share => share is >= 0 and <= 1 ? null : $"must be 0 to 1, was {share}");
}
