using AsrTrainer.Neural.Frontend;
using AsrTrainer.Speech.Batching;
using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Configuration;

/// <summary>Changes to the audio and the features while training; never while scoring.</summary>
internal sealed record AugmentationOptions : IValidatedOptions
{
    /// <summary>Masks over features.</summary>
    public SpecAugmentOptions SpecAugment { get; init; } = new();

    /// <summary>Each epoch gives each utterance one of these speeds, by resampling, each 0.5 to 2; default [1] changes nothing.</summary>
    public IReadOnlyList<double> SpeedFactors { get; init; } = [1.0];

    /// <summary>Each epoch so many of the utterances, 0 to 1, lose what lies above 4 kHz, as in telephony; default 0.</summary>
    public double NarrowBandShare { get; init; }

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate() => new BatchLoaderOptions
    {
        SpeedFactors = SpeedFactors,
        NarrowBandShare = NarrowBandShare,
    }.Validate();
}
