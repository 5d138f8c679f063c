using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Neural.Frontend;

/// <summary>Masks over features while training: SpecAugment (Park et al. 2019) without time warping.</summary>
public sealed record SpecAugmentOptions : IValidatedOptions
{
    /// <summary>Number of masks over mel bands, 0 to 10; default 2. 0 switches them off.</summary>
    public int FrequencyMasks { get; init; } = 2;

    /// <summary>Widest mask over mel bands, 0 to 256 bands; default 15.</summary>
    public int FrequencyWidth { get; init; } = 15;

    /// <summary>Number of masks over time, 0 to 20; default 2. 0 switches them off.</summary>
    public int TimeMasks { get; init; } = 2;

    /// <summary>Widest mask over time, 0 to 1000 frames; default 35.</summary>
    public int TimeWidth { get; init; } = 35;

    /// <summary>No mask over time is wider than this share of the utterance, 0 to 1; default 0.15.</summary>
    public double TimeShare { get; init; } = 0.15;

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate()
    {
        if (FrequencyMasks is < 0 or > 10)
        {
            yield return new(nameof(FrequencyMasks), $"must be 0 to 10, was {FrequencyMasks}");
        }

        if (FrequencyWidth is < 0 or > 256)
        {
            yield return new(nameof(FrequencyWidth), $"must be 0 to 256 bands, was {FrequencyWidth}");
        }

        if (TimeMasks is < 0 or > 20)
        {
            yield return new(nameof(TimeMasks), $"must be 0 to 20, was {TimeMasks}");
        }

        if (TimeWidth is < 0 or > 1000)
        {
            yield return new(nameof(TimeWidth), $"must be 0 to 1000 frames, was {TimeWidth}");
        }

        if (!(TimeShare is >= 0 and <= 1))
        {
            yield return new(nameof(TimeShare), $"must be 0 to 1, was {TimeShare}");
        }
    }
}
