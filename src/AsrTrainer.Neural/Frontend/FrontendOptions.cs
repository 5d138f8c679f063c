using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Neural.Frontend;

/// <summary>How log-mel features are normalised; always over the utterance's own frames.</summary>
public enum FeatureNormalization
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>One mean and deviation for the whole utterance.</summary>
    Utterance,

    /// <summary>A mean and deviation for each mel band of the utterance.</summary>
    Band,
}

/// <summary>From samples to log-mel features. The defaults are the field's: 25 ms windows every 10 ms, 80 bands.</summary>
public sealed record FrontendOptions : IValidatedOptions
{
    /// <summary>Samples per second that the model hears; audio of other rates is resampled. 8000 to 48000; default 16000.</summary>
    public int SampleRate { get; init; } = 16000;

    /// <summary>Mel bands F, 8 to 256; default 80.</summary>
    public int Mels { get; init; } = 80;

    /// <summary>
    /// Length of the window and of the Fourier transform, in samples, even, 64 to 4096; default 400 (25 ms at 16 kHz). Around an odd
    /// window the transform would have a frame less at whole hops.
    /// </summary>
    public int WindowSamples { get; init; } = 400;

    /// <summary>Samples from one frame to the next, 16 to the window's length; default 160 (10 ms at 16 kHz).</summary>
    public int HopSamples { get; init; } = 160;

    /// <summary>Lower edge of the lowest band in hertz, at least 0; default 0.</summary>
    public double LowHertz { get; init; }

    /// <summary>Upper edge of the highest band in hertz, above the lower edge and at most half the sample rate; default 8000.</summary>
    public double HighHertz { get; init; } = 8000;

    /// <summary>Added to the mel energies before the logarithm, above 0; default 1e-6.</summary>
    public double LogFloor { get; init; } = 1e-6;

    /// <summary><c>none</c>, <c>utterance</c> or <c>band</c>; default utterance.</summary>
    public FeatureNormalization Normalization { get; init; } = FeatureNormalization.Utterance;

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate()
    {
        if (SampleRate is < 8000 or > 48000)
        {
            yield return new(nameof(SampleRate), $"must be 8000 to 48000 hertz, was {SampleRate}");
        }

        if (Mels is < 8 or > 256)
        {
            yield return new(nameof(Mels), $"must be 8 to 256, was {Mels}");
        }

        if (WindowSamples is < 64 or > 4096 || WindowSamples % 2 != 0)
        {
            yield return new(nameof(WindowSamples), $"must be 64 to 4096 samples and even, was {WindowSamples}");
        }

        if (HopSamples < 16 || HopSamples > WindowSamples)
        {
            yield return new(nameof(HopSamples), $"must be 16 to window_samples ({WindowSamples}), was {HopSamples}");
        }

        if (!(LowHertz >= 0))
        {
            yield return new(nameof(LowHertz), $"must be at least 0, was {LowHertz}");
        }

        if (!(HighHertz > LowHertz && HighHertz <= SampleRate / 2.0))
        {
            yield return new(
                nameof(HighHertz),
                $"must be above low_hertz ({LowHertz}) and at most half the sample rate ({SampleRate / 2.0}), was {HighHertz}");
        }

        if (!(LogFloor > 0 && double.IsFinite(LogFloor)))
        {
            yield return new(nameof(LogFloor), $"must be > 0, was {LogFloor}");
        }
    }
}
