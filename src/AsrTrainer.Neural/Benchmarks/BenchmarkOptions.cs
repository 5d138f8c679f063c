using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Neural.Benchmarks;

/// <summary>How large a benchmark is: one batch of equally long utterances, worked on several times.</summary>
public sealed record BenchmarkOptions : IValidatedOptions
{
    private const double TokensPerSecond = 12;

    // Samples of a batch at the highest rate still fit into one array.
    private const double MostAudioSeconds = 20_000;

    /// <summary>Utterances in the batch, 1 to 10000; default 8.</summary>
    public int Batch { get; init; } = 8;

    /// <summary>Length of each utterance in seconds, 0.1 to 3600; default 10.</summary>
    public double Seconds { get; init; } = 10;

    /// <summary>Tokens of each utterance, 1 to 100000; null for 12 a second.</summary>
    public int? Tokens { get; init; }

    /// <summary>Steps that are measured, after one that is not, 1 to 10000; default 5.</summary>
    public int Steps { get; init; } = 5;

    /// <summary><see cref="Tokens"/>, or what stands for it.</summary>
    public int TokensEach => Tokens ?? Math.Max(1, (int)Math.Round(Seconds * TokensPerSecond));

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate()
    {
        if (Batch is < 1 or > 10_000)
        {
            yield return new(nameof(Batch), $"must be 1 to 10000, was {Batch}");
        }

        if (!(Seconds is >= 0.1 and <= 3600))
        {
            yield return new(nameof(Seconds), $"must be 0.1 to 3600, was {Seconds}");
        }
        else if (Batch * Seconds > MostAudioSeconds)
        {
            yield return new(
                nameof(Seconds), $"must be at most {MostAudioSeconds} seconds for the whole batch, was {Batch} times {Seconds}");
        }

        if (Tokens is < 1 or > 100_000)
        {
            yield return new(nameof(Tokens), $"must be 1 to 100000, was {Tokens}");
        }

        if (Steps is < 1 or > 10_000)
        {
            yield return new(nameof(Steps), $"must be 1 to 10000, was {Steps}");
        }
    }
}
