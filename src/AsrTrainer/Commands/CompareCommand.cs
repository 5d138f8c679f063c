using System.CommandLine;

namespace AsrTrainer.Commands;

/// <summary>What the user asked of <c>asr compare</c>.</summary>
internal sealed record CompareArguments(
    IReadOnlyList<string> Results, string? References, IReadOnlyList<string> Hypotheses, string? Normalizer, int Changed, bool AsJson);

/// <summary>The definition of <c>asr compare</c>.</summary>
internal static class CompareCommand
{
    public static Command Create(ProgramOutput output, Option<bool> verbose)
    {
        var results = new Argument<string[]>("RESULT")
        {
            Description = "What asr eval --output or asr score --output wrote: the folder, or the utterances.csv in it. Two, unless --hyp "
                + "names others; the first is A.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        Option<string> references = ScoreCommand.References(required: false);
        var hypotheses = new Option<string[]>("--hyp")
        {
            Description = "With --ref: what other systems recognised, in the same form; compared with each other, or as B with a RESULT.",
            HelpName = "FILE...",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [],
        };
        Option<string?> normalizer = ScoreCommand.NormalizerOption(
            "--ref and --hyp go through it (default: the one of the RESULT, or lower-case).");
        Option<int> changed = new Option<int>("--changed")
        {
            Description = "Show the N utterances whose errors changed most.",
            HelpName = "N",
            DefaultValueFactory = _ => 5,
        }.ReadCount();
        var json = new Option<bool>("--json") { Description = "Print one JSON object (docs/evaluation.md) instead of the report." };
        var command = new Command("compare", "Compare two results on the same utterances.")
        {
            results, references, hypotheses, normalizer, changed, json,
        };
        command.SetAction(parsed =>
        {
            var arguments = new CompareArguments(
                parsed.GetValue(results) ?? [], parsed.GetValue(references), parsed.GetRequiredValue(hypotheses),
                parsed.GetValue(normalizer), parsed.GetValue(changed), parsed.GetValue(json));
            return Invocation.Run(output, parsed.GetValue(verbose), _ => ComparisonRun.Do(arguments, output));
        });
        return command;
    }
}
