using System.CommandLine;
using System.CommandLine.Parsing;
using AsrTrainer.Neural.Benchmarks;
using AsrTrainer.Reports;
using AsrTrainer.Speech.Decoding;
using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Commands;

/// <summary>The definition of <c>asr bench decode</c>, and one call of it.</summary>
internal static class BenchDecodeCommand
{
    private const string SecondsExpected = "a number above 0 and at most 3600";

    public static Command Create(ProgramOutput output, Option<bool> verbose)
    {
        var command = new Command("decode", "Measure how fast decoders are on what a model hears, on one thread, the network not counted.");
        var listening = new ListeningOptions(command, tuned: false);
        Option<double> seconds = new Option<double>("--seconds")
        {
            Description = "How long to measure each decoder.",
            HelpName = "S",
            DefaultValueFactory = _ => 3,
        }.ReadBy("a number", s => s is > 0 and <= 3600 ? null : $"must be {SecondsExpected}, was {s}");
        var json = new Option<bool>("--json") { Description = "Print one JSON object (docs/decoding.md) instead of the table." };
        command.Add(seconds);
        command.Add(json);
        command.Validators.Add(RefuseThoseOfBench);
        command.SetAction(parsed =>
        {
            ListeningArguments arguments = listening.Read(parsed);
            return Invocation.Run(
                output,
                parsed.GetValue(verbose),
                token => Measure(arguments, parsed.GetValue(seconds), parsed.GetValue(json), output, token));
        });
        return command;
    }

    // The parser takes what stands before the command's name for the command above, where nobody would read it.
    private static void RefuseThoseOfBench(CommandResult result)
    {
        foreach (SymbolResult one in ((CommandResult)result.Parent!).Children)
        {
            string? problem = one switch
            {
                ArgumentResult { Tokens: [var first, ..] } => $"{first.Value}: asr bench decode takes no CONFIG; leave it out",
                OptionResult { Implicit: false, Option.Recursive: false } given =>
                    $"{given.Option.Name}: has no effect before decode; put what is meant for it behind",
                _ => null,
            };
            if (problem is not null)
            {
                result.AddError(problem);
            }
        }
    }

    private static ExitCode Measure(
        ListeningArguments arguments, double seconds, bool asJson, ProgramOutput output, CancellationToken cancellation)
    {
        using Listening heard = Listening.Do(arguments, output, cancellation);
        DecodingRate Rate(string name, ICtcDecoder decoder)
        {
            output.Messages.WriteLine($"measuring {name}");
            return DecodingBenchmark.Measure(name, decoder, heard.Corpora, seconds, cancellation);
        }

        List<DecodingRate> rates = [Rate("greedy", new GreedyDecoder(heard.Model.Alphabet))];
        BeamOptions beam = arguments.Decoding.Beam ?? new BeamOptions();
        rates.Add(Rate($"beam {beam.Width}", new BeamDecoder(heard.Model.Alphabet, beam)));
        if (heard.Model.Decoder.LanguageModel is { } model)
        {
            rates.Add(Rate($"beam {beam.Width}, {model.Sizes.Count}-gram", new BeamDecoder(heard.Model.Alphabet, beam, model)));
        }

        if (arguments.Decoding.Hotwords.Count > 0)
        {
            rates.Add(Rate($"{rates[^1].Name}, hotwords", heard.Model.Decoder.Decoder));
        }

        output.Results.WriteLine(asJson ? DecodingReport.Json(rates) : DecodingReport.Table(rates));
        return ExitCode.Success;
    }
}
