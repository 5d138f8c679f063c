using System.CommandLine;
using AsrTrainer.Reports;
using AsrTrainer.Speech.Faults;
using AsrTrainer.Speech.Text;

namespace AsrTrainer.Commands;

/// <summary>The definition of <c>asr score</c>, and one call of it.</summary>
internal static class ScoreCommand
{
    public static Command Create(ProgramOutput output, Option<bool> verbose)
    {
        Option<string> references = References(required: true);
        var hypotheses = new Option<string>("--hyp")
        {
            Description = "What was recognised, by any system: the same ids, in any order.",
            HelpName = "FILE",
            Required = true,
        };
        Option<string?> normalizer = NormalizerOption("both files go through it (default: lower-case).");
        var command = new Command("score", "Score the transcripts of any system.") { references, hypotheses, normalizer };
        var report = new ScoreOptions(command);
        command.SetAction(parsed => Invocation.Run(output, parsed.GetValue(verbose), _ =>
        {
            ScoreChoice choice = report.Read(parsed);
            var chosen = TranscriptNormalizer.Named(parsed.GetValue(normalizer) ?? TranscriptNormalizer.LowerCase.Name);
            (string said, string heard) = (parsed.GetRequiredValue(references), parsed.GetRequiredValue(hypotheses));
            string name = Path.GetFileNameWithoutExtension(heard);
            ScoreFolder.MakeReady(choice, [name], withTimes: false, [said, heard]);
            var scores = ScoreReport.Of([ScoredFiles.Score(said, heard, chosen, name)], chosen);
            Print(output, scores, choice);
            if (choice.OutputFolder is { } folder)
            {
                ScoreFiles.Write(folder, scores, choice.Worst);
                output.Messages.WriteLine($"report: {folder}");
            }

            return ExitCode.Success;
        }));
        return command;
    }

    /// <summary>Prints tables or JSON.</summary>
    public static void Print(ProgramOutput output, ScoreReport report, ScoreChoice choice)
    {
        if (choice.AsJson)
        {
            output.Results.WriteLine(EvaluationJson.Of(report, choice.Worst));
        }
        else
        {
            EvaluationReport.Write(output.Results, report, choice.Worst, choice.Top);
        }
    }

    /// <summary><c>--ref</c>.</summary>
    public static Option<string> References(bool required) => new("--ref")
    {
        Description = "What was said: sclite's .trn, \"words (id)\" on each line, or a file of any other name in the form of Kaldi's text, "
            + "\"id words\".",
        HelpName = "FILE",
        Required = required,
    };

    /// <summary><c>--normalizer</c>.</summary>
    public static Option<string?> NormalizerOption(string what)
    {
        var option = new Option<string?>("--normalizer") { Description = $"How texts are made comparable (docs/evaluation.md); {what}" };
        option.AcceptOnlyFromAmong(TranscriptNormalizer.LowerCase.Name, TranscriptNormalizer.KeepCase.Name);
        return option;
    }
}
