using AsrTrainer.Speech.Faults;
using AsrTrainer.Speech.Text;
using AsrTrainer.Speech.Timing;

namespace AsrTrainer.Speech.Corpora;

/// <summary>What <see cref="CorpusCheck"/> holds a corpus to.</summary>
public sealed record CorpusCheckOptions : IValidatedOptions
{
    /// <summary>The tokens that transcripts may consist of.</summary>
    public required Alphabet Alphabet { get; init; }

    /// <summary>How transcripts are normalised before they are looked at.</summary>
    public required TranscriptNormalizer Normalizer { get; init; }

    /// <summary>
    /// The model's timing, by which utterances too short for their transcripts are dropped: CTC cannot align them. Null keeps them, for
    /// scoring, where every utterance of a set must count.
    /// </summary>
    public FrameTiming? Timing { get; init; }

    /// <summary>
    /// Whether the corpus is scored and not learnt from: each reference then counts, also an empty one and one with characters that the
    /// alphabet lacks. What a model can write must not choose what it is scored by.
    /// </summary>
    public bool IsScored { get; init; }

    /// <summary>Shorter utterances are left out by choice, in seconds; 0 or more.</summary>
    public double MinSeconds { get; init; }

    /// <summary>Longer utterances are left out by choice, in seconds; above <see cref="MinSeconds"/>, infinite by default.</summary>
    public double MaxSeconds { get; init; } = double.PositiveInfinity;

    /// <summary>
    /// The share of unusable utterances above which the corpus is refused, in 0..1; those left out by choice do not count.
    /// </summary>
    public double MaxDroppedShare { get; init; } = 0.01;

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate()
    {
        if (!(MinSeconds >= 0))
        {
            yield return new OptionProblem(nameof(MinSeconds), $"must be 0 or more, was {MinSeconds}");
        }

        if (!(MaxSeconds > MinSeconds))
        {
            yield return new OptionProblem(nameof(MaxSeconds), $"must be above {nameof(MinSeconds)} ({MinSeconds}), was {MaxSeconds}");
        }

        if (!(MaxDroppedShare is >= 0 and <= 1))
        {
            yield return new OptionProblem(nameof(MaxDroppedShare), $"must be in 0..1, was {MaxDroppedShare}");
        }
    }
}
