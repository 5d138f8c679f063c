using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Speech.Decoding;

/// <summary>How a beam search goes about it, and what it adds to what the model heard. See <see cref="BeamDecoder"/>.</summary>
public sealed record BeamOptions : IValidatedOptions
{
    /// <summary>The most that a weight, a bonus, a penalty or a boost may be.</summary>
    public const double MostWeight = 100;

    /// <summary>The most prefixes that are kept after a frame.</summary>
    public const int MostWidth = 100_000;

    /// <summary>Prefixes kept after each frame, 1..100000.</summary>
    public int Width { get; init; } = 32;

    /// <summary>
    /// A token whose natural log-probability in a frame is below this does not begin there, unless the frame has no likelier one. At most
    /// 0; minus infinity lets all begin.
    /// </summary>
    public double TokenThreshold { get; init; } = -9;

    /// <summary>The factor of the language model's natural log-probabilities, 0..100.</summary>
    public double LanguageModelWeight { get; init; } = 0.5;

    /// <summary>Added for each word, -100..100: more of it makes more and shorter words.</summary>
    public double WordBonus { get; init; }

    /// <summary>Taken off for each word that neither the language model nor a hotword knows, 0..100.</summary>
    public double UnknownPenalty { get; init; } = 5;

    /// <summary>Added for each character of a hotword, 0..100.</summary>
    public double HotwordBoost { get; init; } = 1;

    /// <summary>How many hypotheses to give: the best, and as its alternatives those after it. 1..<see cref="Width"/>.</summary>
    public int Hypotheses { get; init; } = 1;

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate()
    {
        if (Width is < 1 or > MostWidth)
        {
            yield return new OptionProblem(nameof(Width), $"must be in 1..{MostWidth}, was {Width}");
        }

        if (!(TokenThreshold <= 0))
        {
            yield return new OptionProblem(nameof(TokenThreshold), $"must be at most 0, was {TokenThreshold}");
        }

        foreach (var (name, value, least) in new[]
        {
            (nameof(LanguageModelWeight), LanguageModelWeight, 0),
            (nameof(WordBonus), WordBonus, -MostWeight),
            (nameof(UnknownPenalty), UnknownPenalty, 0),
            (nameof(HotwordBoost), HotwordBoost, 0),
        })
        {
            if (!(value >= least && value <= MostWeight))
            {
                yield return new OptionProblem(name, $"must be in {least}..{MostWeight}, was {value}");
            }
        }

        if (Hypotheses < 1 || Hypotheses > Width)
        {
            yield return new OptionProblem(nameof(Hypotheses), $"must be at least 1 and at most the width, {Width}; was {Hypotheses}");
        }
    }
}
