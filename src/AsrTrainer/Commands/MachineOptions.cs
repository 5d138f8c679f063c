using System.CommandLine;

namespace AsrTrainer.Commands;

/// <summary>The options that say how to compute: shared by all commands, with the same names and meaning.</summary>
internal sealed class MachineOptions
{
    private const string ThreadsExpected = "a whole number from 1 to 1024";

    private readonly Option<string> device = new("--device")
    {
        Description = "Where to compute: a GPU where there is one, unless told otherwise.",
        DefaultValueFactory = _ => "auto",
    };

    private readonly Option<string>? precision;

    private readonly Option<int?> threads = new Option<int?>("--threads")
    {
        Description = "CPU threads to compute with (default: one for each core).",
        HelpName = "N",
    }.ReadBy<int>(ThreadsExpected, count => count is >= 1 and <= 1024 ? null : $"must be {ThreadsExpected}, was {count}");

    /// <param name="command">The command that gets the options.</param>
    /// <param name="precision">The default of <c>--precision</c>; null where the command has one of its own.</param>
    public MachineOptions(Command command, string? precision)
    {
        device.AcceptOnlyFromAmong("auto", "cpu", "cuda");
        command.Add(device);
        command.Add(threads);
        if (precision is null)
        {
            return;
        }

        this.precision = new Option<string>("--precision")
        {
            Description = "Of matrix products, convolutions and recurrent layers. Only fp32 promises that the same utterance always "
                + "gives the same text, whatever it is batched with.",
            DefaultValueFactory = _ => precision,
        };
        this.precision.AcceptOnlyFromAmong("auto", "fp32", "bf16");
        command.Options.Insert(command.Options.IndexOf(threads), this.precision);
    }

    /// <summary>What the user chose.</summary>
    public (string Device, string Precision, int? Threads) Read(ParseResult parsed) =>
        (parsed.GetValue(device)!, precision is null ? "auto" : parsed.GetValue(precision)!, parsed.GetValue(threads));
}
