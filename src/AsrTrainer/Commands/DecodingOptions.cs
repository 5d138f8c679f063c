using System.CommandLine;
using AsrTrainer.Speech.Decoding;
using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Commands;

/// <summary>How the user wants to go from what the model hears to text.</summary>
internal sealed record DecodingChoice
{
    /// <summary>The likeliest token of each frame.</summary>
    public static DecodingChoice Greedy { get; } = new();

    /// <summary>A beam search; null for greedy decoding.</summary>
    public BeamOptions? Beam { get; init; }

    /// <summary>The file of its language model; null for none.</summary>
    public string? LanguageModel { get; init; }

    /// <summary>Files of hotwords, or hotwords.</summary>
    public IReadOnlyList<string> Hotwords { get; init; } = [];
}

/// <summary>The options that say how to decode: shared by commands, with the same names and meaning.</summary>
internal sealed class DecodingOptions
{
    // Without a language model, sound alone decides how many words there are.
    private const double BonusWithModel = 1.5;

    private static readonly BeamOptions Defaults = new();

    private readonly Option<int?> beam;

    private readonly Option<string?> languageModel = new("--lm")
    {
        Description = "A language model of words: ARPA, plain or gzip, or our binary form (asr lm).",
        HelpName = "FILE",
    };

    private readonly Option<double?> weight = Number(
        "--lm-weight", "X", $"How much it counts (default: {Defaults.LanguageModelWeight}).",
        x => Defaults with { LanguageModelWeight = x });

    private readonly Option<double?> bonus = Number(
        "--word-bonus", "X", $"Added to the score for each word (default: {BonusWithModel} with --lm, or else {Defaults.WordBonus}).",
        x => Defaults with { WordBonus = x });

    private readonly Option<double?> penalty = Number(
        "--unknown-penalty", "X", $"Taken off for each word that the language model does not know (default: {Defaults.UnknownPenalty}).",
        x => Defaults with { UnknownPenalty = x });

    private readonly Option<string[]> hotwords = new("--hotwords")
    {
        Description = "Words and phrases that are likely to be said: a file with one on each line, or WORD,WORD. May be repeated.",
        HelpName = "FILE|WORDS",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<double?> boost = Number(
        "--hotword-boost", "X", $"Added to the score for each character of them (default: {Defaults.HotwordBoost}).",
        x => Defaults with { HotwordBoost = x });

    private readonly Option<int?> hypotheses = new Option<int?>("--nbest")
    {
        Description = "Give the N best texts, the likelier first.",
        HelpName = "N",
    }.ReadBy<int>("a whole number", n => Problem(Defaults with { Width = BeamOptions.MostWidth, Hypotheses = n }));

    /// <param name="command">The command that gets the options.</param>
    /// <param name="tuned">Whether the command itself finds weight and bonus, and so must be given a language model.</param>
    /// <param name="several">Whether it can show more than one text.</param>
    /// <param name="mayBeGreedy">Whether the width may be 0.</param>
    public DecodingOptions(Command command, bool tuned = false, bool several = false, bool mayBeGreedy = true)
    {
        string otherwise = mayBeGreedy
            ? $"; 0 is greedy decoding (default: 0, or {Defaults.Width} where another option needs a beam)"
            : $" (default: {Defaults.Width})";
        beam = new Option<int?>("--beam")
        {
            Description = $"Search with a beam of N prefixes{otherwise}.",
            HelpName = "N",
        }.ReadBy<int>("a whole number", n => n == 0 && mayBeGreedy ? null : Problem(Defaults with { Width = n }));
        languageModel.Required = tuned;
        Option[] all = tuned
            ? [languageModel, beam, penalty, hotwords, boost]
            : [beam, languageModel, weight, bonus, penalty, hotwords, boost];
        foreach (Option option in several ? all.Append(hypotheses) : all)
        {
            command.Add(option);
        }
    }

    /// <summary>What the user chose.</summary>
    /// <exception cref="UserFault">An option could have no effect.</exception>
    public DecodingChoice Read(ParseResult parsed)
    {
        string[] words = parsed.GetValue(hotwords)!;
        Refuse(weight, parsed.GetValue(weight) is not null, languageModel, parsed.GetValue(languageModel) is not null);
        Refuse(penalty, parsed.GetValue(penalty) is not null, languageModel, parsed.GetValue(languageModel) is not null);
        Refuse(boost, parsed.GetValue(boost) is not null, hotwords, words.Length > 0);
        int? width = parsed.GetValue(beam);
        Option? searching = new (Option Option, bool Given)[]
        {
            (languageModel, parsed.GetValue(languageModel) is not null),
            (bonus, parsed.GetValue(bonus) is not null),
            (hotwords, words.Length > 0),
            (hypotheses, parsed.GetValue(hypotheses) is > 1),
        }.FirstOrDefault(one => one.Given).Option;
        if (width == 0 && searching is not null)
        {
            throw new UserFault(ExitCode.Usage, $"{searching.Name}: has no effect on greedy decoding; leave out --beam 0");
        }

        if (width is null or 0 && searching is null)
        {
            return DecodingChoice.Greedy;
        }

        var options = new BeamOptions
        {
            Width = width ?? Math.Max(Defaults.Width, parsed.GetValue(hypotheses) ?? 1),
            LanguageModelWeight = parsed.GetValue(weight) ?? Defaults.LanguageModelWeight,
            WordBonus = parsed.GetValue(bonus) ?? (parsed.GetValue(languageModel) is null ? Defaults.WordBonus : BonusWithModel),
            UnknownPenalty = parsed.GetValue(penalty) ?? Defaults.UnknownPenalty,
            HotwordBoost = parsed.GetValue(boost) ?? Defaults.HotwordBoost,
            Hypotheses = parsed.GetValue(hypotheses) ?? 1,
        };
        return Problem(options) is { } problem
            ? throw new UserFault(ExitCode.Usage, $"{hypotheses.Name}: {problem}")
            : new DecodingChoice { Beam = options, LanguageModel = parsed.GetValue(languageModel), Hotwords = words };
    }

    private static void Refuse(Option option, bool isGiven, Option needed, bool hasNeeded)
    {
        if (isGiven && !hasNeeded)
        {
            throw new UserFault(ExitCode.Usage, $"{option.Name}: has no effect without {needed.Name}; give both, or leave it out");
        }
    }

    private static Option<double?> Number(string name, string helpName, string description, Func<double, BeamOptions> trial) =>
        new Option<double?>(name)
        {
            Description = description,
            HelpName = helpName,
        }.ReadBy<double>("a number", x => Problem(trial(x)));

    private static string? Problem(BeamOptions options) => options.Validate().Select(found => found.Problem).FirstOrDefault();
}
