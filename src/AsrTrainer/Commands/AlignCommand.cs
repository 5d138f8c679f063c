using System.CommandLine;
using AsrTrainer.Reports;
using AsrTrainer.Speech.Transcripts;

namespace AsrTrainer.Commands;

/// <summary>What the user asked of <c>asr align</c>: one recording and its text, or corpora.</summary>
internal sealed record AlignArguments(
    string Model, string? Audio, string? Text, IReadOnlyList<string> Sources, TranscriptFormat Format, string? Output,
    (string Device, string Precision, int? Threads) Machine);

/// <summary>The definition of <c>asr align</c>.</summary>
internal static class AlignCommand
{
    public static Command Create(ProgramOutput output, Option<bool> verbose)
    {
        Argument<string> model = LoadedModel.Argument();
        var audio = new Argument<string?>("AUDIO")
        {
            Description = "An audio file of any usual format, rate and number of channels; - is the standard input.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var text = new Argument<string?>("TEXT")
        {
            Description = "What is said in it: the text itself, a file that holds it, or - for the standard input.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var data = new Option<string[]>("--data")
        {
            Description = "Instead of AUDIO and TEXT: corpora, folders in LibriSpeech layout or manifests (.csv, .tsv, .json, .jsonl), "
                + "whose every utterance is aligned.",
            HelpName = "PATH...",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [],
        };
        Option<string?> format = Form();
        Option<string?> path = new Option<string?>("--output", "-o")
        {
            Description = "Write the result to this file instead of stdout; with --data, into this folder, a file for each utterance.",
            HelpName = "PATH",
        }.NotEmpty();
        var command = new Command("align", "Say when each word of a known text is spoken.") { model, audio, text, data, format, path };
        var machine = new MachineOptions(command, precision: "fp32");
        command.Validators.Add(result =>
        {
            bool hasCorpora = result.GetValue(data) is { Length: > 0 };
            if (hasCorpora == (result.GetValue(text) is not null) || (hasCorpora && result.GetValue(audio) is not null))
            {
                result.AddError("give AUDIO and TEXT, or --data PATH");
            }
            else if (hasCorpora && result.GetValue(path) is null)
            {
                result.AddError("--data needs --output DIR, a folder for the results");
            }
            else if (result.GetValue(audio) == "-" && result.GetValue(text) == "-")
            {
                result.AddError("AUDIO and TEXT cannot both come from the standard input");
            }
            else if (!hasCorpora && Contradiction(result.GetValue(format), result.GetValue(path)) is { } contradiction)
            {
                result.AddError(contradiction);
            }
        });
        command.SetAction(parsed =>
        {
            var arguments = new AlignArguments(
                parsed.GetRequiredValue(model), parsed.GetValue(audio), parsed.GetValue(text), parsed.GetValue(data)!,
                Chosen(parsed.GetValue(format), parsed.GetValue(text) is null ? null : parsed.GetValue(path)),
                parsed.GetValue(path), machine.Read(parsed));
            return Invocation.Run(output, parsed.GetValue(verbose), token => new AlignmentRun(arguments, output).Do(token));
        });
        return command;
    }

    private static Option<string?> Form()
    {
        string[] names = [.. AlignmentFormat.All.Select(one => one.Name)];
        var format = new Option<string?>("--output-format", "--output_format", "-f")
        {
            Description = $"The form of the result: {string.Join(", ", names)} (docs/alignment.md; default: the one that the file of "
                + "--output ends in, or table).",
            HelpName = "FORM",
        };
        format.AcceptOnlyFromAmong(names);
        return format;
    }

    private static TranscriptFormat Chosen(string? name, string? file) =>
        AlignmentFormat.All.FirstOrDefault(one => one.Name == name) ?? AlignmentFormat.OfFile(file);

    // Any form may stand in a file that is only called a text.
    private static string? Contradiction(string? name, string? file) =>
        name is not null && AlignmentFormat.OfFile(file) is var ending && ending != AlignmentFormat.All[0] && ending.Name != name
            ? $"--output {file} ends as {ending.Name} does, and --output-format is {name}; give one of them, or let them agree"
            : null;
}
