using AsrTrainer.Speech.Audio;
using AsrTrainer.Speech.Faults;
using AsrTrainer.Speech.Timing;

namespace AsrTrainer.Speech.Batching;

/// <summary>How batches are loaded.</summary>
public sealed record BatchLoaderOptions : IValidatedOptions
{
    /// <summary>The sample rate of the batches, in Hz; files of another rate are resampled.</summary>
    public int SampleRate { get; init; } = 16_000;

    /// <summary>Threads that decode and resample, in 1..64. Their number does not change the batches.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>Batches that may be loaded or in loading beyond the one in use, in 1..1000.</summary>
    public int PrefetchBatches { get; init; } = 4;

    /// <summary>Speeds of which each utterance is given one at random in each epoch, each in 0.5..2; [1] changes nothing.</summary>
    public IReadOnlyList<double> SpeedFactors { get; init; } = [1.0];

    /// <summary>The share of utterances that are heard as through a telephone, in 0..1; for rates above 8000 Hz.</summary>
    public double NarrowBandShare { get; init; }

    /// <summary>The seed of the run; with epoch and utterance it gives what is changed of the audio.</summary>
    public ulong Seed { get; init; }

    /// <summary>
    /// The model's timing, for training with CTC: an utterance that its speed would make too short for its transcript keeps speed 1, and
    /// one that is too short at speed 1 is dropped. Null where no loss is computed.
    /// </summary>
    public FrameTiming? Timing { get; init; }

    /// <summary>The same with the audio as it was recorded.</summary>
    public BatchLoaderOptions AsRecorded() => this with { SpeedFactors = [1.0], NarrowBandShare = 0 };

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate()
    {
        if (SampleRate is < AudioFile.MinimumSampleRate or > AudioFile.MaximumSampleRate)
        {
            yield return new OptionProblem(
                nameof(SampleRate), $"must be in {AudioFile.MinimumSampleRate}..{AudioFile.MaximumSampleRate}, was {SampleRate}");
        }

        if (Timing is not null && Timing.SampleRate != SampleRate)
        {
            yield return new OptionProblem(
                nameof(SampleRate), $"must be that of the model's timing ({Timing.SampleRate}), was {SampleRate}");
        }

        if (Workers is < 1 or > 64)
        {
            yield return new OptionProblem(nameof(Workers), $"must be in 1..64, was {Workers}");
        }

        if (PrefetchBatches is < 1 or > 1000)
        {
            yield return new OptionProblem(nameof(PrefetchBatches), $"must be in 1..1000, was {PrefetchBatches}");
        }

        if (SpeedFactors.Count == 0
            || SpeedFactors.Any(factor => !(factor is >= SpeedPerturbation.SmallestFactor and <= SpeedPerturbation.LargestFactor)))
        {
            yield return new OptionProblem(
                nameof(SpeedFactors),
                $"must be one or more numbers in {SpeedPerturbation.SmallestFactor}..{SpeedPerturbation.LargestFactor}, "
                + $"was [{string.Join(", ", SpeedFactors)}]");
        }

        if (!(NarrowBandShare is >= 0 and <= 1))
        {
            yield return new OptionProblem(nameof(NarrowBandShare), $"must be in 0..1, was {NarrowBandShare}");
        }
    }
}
