using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Speech.Batching;

/// <summary>How utterances are put together into batches.</summary>
public sealed record BatchingOptions : IValidatedOptions
{
    private const double MostBatchSeconds = 100_000;

    /// <summary>
    /// What a batch may cost, in seconds of audio with padding: its longest utterance times their number, before speed perturbation.
    /// Above 0, at most 100000. An utterance that alone costs more gets a batch of its own.
    /// </summary>
    public double MaxBatchSeconds { get; init; } = 160;

    /// <summary>The most utterances in a batch, 1 or more.</summary>
    public int MaxUtterances { get; init; } = 64;

    /// <summary>
    /// The most buckets of like duration, in 1..1000. More of them pad less, fewer mix more; small corpora get fewer, see
    /// <see cref="BucketBatchSampler"/>.
    /// </summary>
    public int Buckets { get; init; } = 30;

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate()
    {
        if (!(MaxBatchSeconds is > 0 and <= MostBatchSeconds))
        {
            yield return new OptionProblem(
                nameof(MaxBatchSeconds), $"must be above 0 and at most {MostBatchSeconds}, was {MaxBatchSeconds}");
        }

        if (MaxUtterances < 1)
        {
            yield return new OptionProblem(nameof(MaxUtterances), $"must be 1 or more, was {MaxUtterances}");
        }

        if (Buckets is < 1 or > 1000)
        {
            yield return new OptionProblem(nameof(Buckets), $"must be in 1..1000, was {Buckets}");
        }
    }
}
