using System.CommandLine;
using System.Numerics;
using AsrTrainer.Neural.Benchmarks;
using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Commands;

/// <summary>What the user asked of <c>asr bench</c>.</summary>
internal sealed record BenchArguments(
    string? ConfigurationPath, IReadOnlyList<string> Sets, (string Device, string Precision, int? Threads) Machine,
    IReadOnlyList<string> Precisions, IReadOnlyList<string> Parts, BenchmarkOptions Options, bool Profiled, bool AsJson);

/// <summary>The definition of <c>asr bench</c>.</summary>
internal static class BenchCommand
{
    public const string Train = "train";
    public const string Infer = "infer";
    public const string Frontend = "frontend";
    public const string Loader = "loader";

    /// <summary>Every precision that the machine has.</summary>
    public const string AllPrecisions = "all";

    private static readonly string[] AllParts = [Train, Infer, Frontend, Loader];
    private static readonly BenchmarkOptions Defaults = new();

    public static Command Create(ProgramOutput output, Option<bool> verbose)
    {
        var configuration = new Argument<string?>("CONFIG")
        {
            Description = "A YAML file as asr train takes it; its training corpus is what the loader loads. Without one: the model of "
                + "configs/tutorial.yaml, and noise.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var set = new Option<string[]>("--set")
        {
            Description = "Replace one value of the configuration, for example model.rnn_width=256. May be repeated.",
            HelpName = "a.b=c",
            DefaultValueFactory = _ => [],
        };
        Option<int> batch = Number(
            "--batch", "N", "Utterances in the batch.", Defaults.Batch, n => Defaults with { Batch = n, Seconds = 1 });
        Option<double> seconds = Number(
            "--seconds", "S", "Length of each.", Defaults.Seconds, s => Defaults with { Seconds = s, Batch = 1 });
        Option<int?> tokens = new Option<int?>("--tokens")
        {
            Description = "Tokens of each (default: 12 a second).",
            HelpName = "N",
        }.ReadBy<int>("a whole number", n => Problem(Defaults with { Tokens = n }));
        Option<int> steps = Number(
            "--steps", "N", "Steps to measure, after one that is not.", Defaults.Steps, n => Defaults with { Steps = n });
        Option<string[]> only = new Option<string[]>("--only")
        {
            Description = "Measure these alone: train, infer, frontend, loader (default: all four).",
            HelpName = "PART,...",
        }.ReadListOf(AllParts);
        Option<string[]> precision = Precisions();
        var profile = new Option<bool>("--profile") { Description = "Also show where the time of training and inference goes." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object (docs/bench.md) instead of the table." };
        var command = new Command("bench", "Measure how fast this machine trains and recognises.")
        {
            configuration, set, batch, seconds, tokens, steps, only, precision, profile, json,
            BenchDecodeCommand.Create(output, verbose),
        };
        var machine = new MachineOptions(command, precision: null);
        command.SetAction(parsed =>
        {
            var options = new BenchmarkOptions
            {
                Batch = parsed.GetValue(batch),
                Seconds = parsed.GetValue(seconds),
                Tokens = parsed.GetValue(tokens),
                Steps = parsed.GetValue(steps),
            };
            var arguments = new BenchArguments(
                parsed.GetValue(configuration), parsed.GetRequiredValue(set), machine.Read(parsed), parsed.GetRequiredValue(precision),
                parsed.GetValue(only) is { Length: > 0 } parts ? parts : AllParts,
                options, parsed.GetValue(profile), parsed.GetValue(json));
            return Invocation.Run(output, parsed.GetValue(verbose), token => Do(arguments, output, token));
        });
        return command;
    }

    private static ExitCode Do(BenchArguments arguments, ProgramOutput output, CancellationToken cancellation)
    {
        // Each value is allowed by itself; together they may still be too much.
        return Problem(arguments.Options) is { } problem
            ? throw new UserFault(ExitCode.Usage, $"--batch and --seconds: {problem}")
            : BenchRun.Do(arguments, output, cancellation);
    }

    private static Option<string[]> Precisions() => new Option<string[]>("--precision")
    {
        Description = "Of matrix products, convolutions and recurrent layers: fp32, bf16, auto (the faster that this machine has), or "
            + "all that it has.",
        HelpName = "P,...",
        DefaultValueFactory = _ => [AllPrecisions],
    }.ReadListOf("auto", "fp32", "bf16", AllPrecisions);

    private static Option<T> Number<T>(string name, string helpName, string description, T value, Func<T, BenchmarkOptions> trial)
        where T : struct, INumber<T> => new Option<T>(name)
        {
            Description = description,
            HelpName = helpName,
            DefaultValueFactory = _ => value,
        }.ReadBy(typeof(T) == typeof(int) ? "a whole number" : "a number", number => Problem(trial(number)));

    private static string? Problem(BenchmarkOptions options) => options.Validate().Select(found => found.Problem).FirstOrDefault();
}
