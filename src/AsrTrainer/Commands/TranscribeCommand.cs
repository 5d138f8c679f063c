using System.CommandLine;
using AsrTrainer.Reports;

namespace AsrTrainer.Commands;

/// <summary>The definition of <c>asr transcribe</c>.</summary>
internal static class TranscribeCommand
{
    public static Command Create(ProgramOutput output, Option<bool> verbose)
    {
        Argument<string> model = LoadedModel.Argument();
        var files = new Argument<string[]>("FILE")
        {
            Description = "Audio files of any usual format, rate and number of channels, or folders of them. With several files "
                + "each line is the path, a tab and the text.",
            Arity = ArgumentArity.OneOrMore,
        };
        var command = new Command("transcribe", "Write down what is said in audio files.") { model, files };
        var decoding = new DecodingOptions(command, several: true);
        var machine = new MachineOptions(command, precision: "fp32");
        var timing = new Option<bool>("--timing") { Description = "Say at the end, on stderr, where the time went." };
        command.Add(timing);
        command.SetAction(parsed =>
        {
            StageTimes times = new(TimeProvider.System);
            bool isTimed = parsed.GetValue(timing);
            if (isTimed)
            {
                times.AddEarlier("start of the program", ProcessAge.Now());
            }

            int code = Invocation.Run(output, parsed.GetValue(verbose), token => new TranscriptionRun(output, times).Do(
                parsed.GetRequiredValue(model), parsed.GetRequiredValue(files), machine.Read(parsed), decoding.Read(parsed), token));
            if (isTimed)
            {
                times.End("rest");
                Print(times, output.Messages);
            }

            return code;
        });
        return command;
    }

    private static void Print(StageTimes times, TextWriter messages)
    {
        foreach (string line in times.Lines())
        {
            messages.WriteLine(line);
        }
    }
}
