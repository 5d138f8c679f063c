using System.CommandLine;

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
        var machine = new MachineOptions(command, precision: "fp32");
        command.SetAction(parsed => Invocation.Run(
            output,
            parsed.GetValue(verbose),
            token => new TranscriptionRun(output).Do(
                LoadedModel.Choose(parsed.GetRequiredValue(model), output.Messages),
                parsed.GetRequiredValue(files),
                machine.Read(parsed),
                token)));
        return command;
    }
}
