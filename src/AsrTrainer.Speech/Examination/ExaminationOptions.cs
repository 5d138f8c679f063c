using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Speech.Examination;

/// <summary>What decoded audio is held to.</summary>
public sealed record ExaminationOptions : IValidatedOptions
{
    /// <summary>Whether training decodes every new audio file once before its first step; default true.</summary>
    public bool BeforeTraining { get; init; } = true;

    /// <summary>
    /// Audio that is nowhere louder than this is silent and not trained on, in decibels below full scale, at most 0; default -60.
    /// </summary>
    public double SilenceDbfs { get; init; } = -60;

    /// <summary>A larger share of samples at full scale is worth a warning, 0 to 1; default 0.001.</summary>
    public double ClippedShare { get; init; } = 0.001;

    /// <summary>Fewer characters a second are worth a warning; at least 0, default 1.</summary>
    public double MinCharactersPerSecond { get; init; } = 1;

    /// <summary>
    /// More characters a second are worth a warning; above <see cref="MinCharactersPerSecond"/>, default 30, which nobody speaks in
    /// English.
    /// </summary>
    public double MaxCharactersPerSecond { get; init; } = 30;

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate()
    {
        if (!(SilenceDbfs <= 0))
        {
            yield return new OptionProblem(nameof(SilenceDbfs), $"must be at most 0, was {SilenceDbfs}");
        }

        if (!(ClippedShare is >= 0 and <= 1))
        {
            yield return new OptionProblem(nameof(ClippedShare), $"must be 0 to 1, was {ClippedShare}");
        }

        if (!(MinCharactersPerSecond >= 0))
        {
            yield return new OptionProblem(nameof(MinCharactersPerSecond), $"must be at least 0, was {MinCharactersPerSecond}");
        }

        if (!(MaxCharactersPerSecond > MinCharactersPerSecond))
        {
            yield return new OptionProblem(
                nameof(MaxCharactersPerSecond),
                $"must be above min_characters_per_second ({MinCharactersPerSecond}), was {MaxCharactersPerSecond}");
        }
    }
}
