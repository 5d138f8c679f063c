using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using AsrTrainer.Speech.LanguageModels;

namespace AsrTrainer.Commands;

/// <summary>The definition of <c>asr lm</c> and of its commands.</summary>
internal static class LanguageModelCommand
{
    public static Command Create(ProgramOutput output, Option<bool> verbose) => new("lm", "Make and measure language models.")
    {
        CreateBuild(output, verbose), CreateBinary(output, verbose), CreatePerplexity(output, verbose),
    };

    private static Command CreateBuild(ProgramOutput output, Option<bool> verbose)
    {
        var defaults = new LanguageModelOptions();
        var file = new Option<string>("--output")
        {
            Description = "The model to write: ARPA, as gzip where it ends in .gz, or our binary form where it ends in .asrlm.",
            HelpName = "FILE",
            Required = true,
        };
        (int least, int most) = (LanguageModelOptions.LeastOrder, LanguageModelOptions.MostOrder);
        Option<int> order = Number("--order", "Words in the longest n-grams, 2 to 5.", least, most, defaults.Order);
        Option<int> minCount = Number(
            "--min-count", "Words that occur less often count as unknown.", 1, int.MaxValue, defaults.MinWordCount);
        Option<int?> maxWords = new Option<int?>("--max-words")
        {
            Description = "Only so many words, the most frequent ones, are told apart; the others count as unknown (default: all).",
            HelpName = "N",
        }.ReadBy<int>("a whole number from 1", count => count >= 1 ? null : $"must be a whole number from 1, was {count}");
        var prune = new Option<int[]>("--prune")
        {
            Description = "Leave out n-grams of two words, three words and so on that occur at most so often, for example 0,1; the last "
                + "number is that of all longer ones.",
            HelpName = "N,N",
            DefaultValueFactory = _ => [.. defaults.Prune],
            CustomParser = CountsOf,
        };
        var command = new Command("build", "Make a language model from text (modified Kneser-Ney smoothing).")
        {
            file, order, minCount, maxWords, prune,
        };
        var texts = new TextArguments(command);
        command.SetAction(parsed =>
        {
            var options = new LanguageModelOptions
            {
                Order = parsed.GetValue(order),
                MinWordCount = parsed.GetValue(minCount),
                MaxWords = parsed.GetValue(maxWords) ?? defaults.MaxWords,
                Prune = parsed.GetRequiredValue(prune),
            };
            return Invocation.Run(output, parsed.GetValue(verbose), token => LanguageModelRun.Build(
                texts.Read(parsed), parsed.GetRequiredValue(file), options, output, token));
        });
        return command;
    }

    private static Command CreateBinary(ProgramOutput output, Option<bool> verbose)
    {
        var from = new Argument<string>("ARPA") { Description = "A language model in ARPA form, plain or gzip." };
        var to = new Argument<string>("OUT") { Description = "The file to write." };
        var normalizer = new Option<string?>("--normalizer")
        {
            Description = "Have the model's words pass through this normaliser of transcripts, for a model in capital letters: lower-case.",
            HelpName = "NAME",
        };
        var command = new Command("binary", "Write a language model in our binary form, which opens at once.") { from, to, normalizer };
        command.SetAction(parsed => Invocation.Run(output, parsed.GetValue(verbose), _ => LanguageModelRun.ToBinary(
            parsed.GetRequiredValue(from), parsed.GetRequiredValue(to), parsed.GetValue(normalizer), output)));
        return command;
    }

    private static Command CreatePerplexity(ProgramOutput output, Option<bool> verbose)
    {
        var model = new Argument<string>("MODEL") { Description = "A language model: ARPA, plain or gzip, or our binary form." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object (docs/language-models.md)." };
        var command = new Command("perplexity", "How well a language model predicts text.") { model, json };
        var texts = new TextArguments(command);
        command.SetAction(parsed => Invocation.Run(output, parsed.GetValue(verbose), token => LanguageModelRun.Measure(
            parsed.GetRequiredValue(model), texts.Read(parsed), parsed.GetValue(json), output, token)));
        return command;
    }

    private static Option<int> Number(string name, string description, int least, int most, int otherwise)
    {
        string expected = most == int.MaxValue ? $"a whole number from {least}" : $"a whole number from {least} to {most}";
        return new Option<int>(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => otherwise }
            .ReadBy(expected, number => number >= least && number <= most ? null : $"must be {expected}, was {number}");
    }

    private static int[] CountsOf(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        var counts = new List<int>();
        foreach (string part in text.Split(','))
        {
            counts.Add(int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int count) ? count : -1);
        }

        string? problem = new LanguageModelOptions { Prune = counts }.Validate().Select(found => found.Problem).FirstOrDefault();
        if (problem is not null)
        {
            result.AddError($"--prune: must be whole numbers from 0 with commas between, none less than the one before, was {text}");
        }

        return [.. counts];
    }
}
