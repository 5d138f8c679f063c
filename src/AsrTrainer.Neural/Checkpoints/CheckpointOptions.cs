using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Neural.Checkpoints;

/// <summary>
/// When checkpoints are written besides those after each epoch, and which of them stay. Results do not depend on any of it.
/// </summary>
public sealed record CheckpointOptions : IValidatedOptions
{
    /// <summary>Also after every so many training steps; 0 (the default): not by steps.</summary>
    public int EverySteps { get; init; }

    /// <summary>Also when so many minutes have passed since the last one, at least 0; default 15; 0: not by time.</summary>
    public double EveryMinutes { get; init; } = 15;

    /// <summary>The newest so many stay, at least 1; default 2.</summary>
    public int KeepLast { get; init; } = 2;

    /// <summary>The so many with the lowest word error rates on the dev sets stay, at least 1; default 1.</summary>
    public int KeepBest { get; init; } = 1;

    /// <summary>Of those after epochs and by steps each n-th stays for good, n being this; 0 (the default): none.</summary>
    public int KeepEvery { get; init; }

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate()
    {
        if (EverySteps < 0)
        {
            yield return new(nameof(EverySteps), $"must be at least 0, was {EverySteps}");
        }

        // A year is more than any run takes, and a span of time can still hold it.
        if (!(EveryMinutes is >= 0 and <= 525600))
        {
            yield return new(nameof(EveryMinutes), $"must be 0 to 525600, was {EveryMinutes}");
        }

        if (KeepLast < 1)
        {
            yield return new(nameof(KeepLast), $"must be at least 1, was {KeepLast}");
        }

        if (KeepBest < 1)
        {
            yield return new(nameof(KeepBest), $"must be at least 1, was {KeepBest}");
        }

        if (KeepEvery < 0)
        {
            yield return new(nameof(KeepEvery), $"must be at least 0, was {KeepEvery}");
        }
    }
}
