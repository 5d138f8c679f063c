using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Neural.Training;

/// <summary>How the learning rate falls after the warm-up.</summary>
public enum ScheduleShape
{
    /// <summary>Stays.</summary>
    Constant,

    /// <summary>In a straight line to the final rate.</summary>
    Linear,

    /// <summary>Along half a cosine to the final rate (Loshchilov and Hutter 2017, without restarts).</summary>
    Cosine,
}

/// <summary>The loop: how long, how fast, and when to give up.</summary>
public sealed record TrainingOptions : IValidatedOptions
{
    /// <summary>Passes over the training corpora, 1 to 100000; default 30.</summary>
    public int Epochs { get; init; } = 30;

    /// <summary>Seed of weights, order, augmentation and dropout, at least 0; default 1.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Highest learning rate of AdamW, above 0; default 5e-4.</summary>
    public double LearningRate { get; init; } = 5e-4;

    /// <summary>Learning rate at the end, as a share of the highest, 0 to 1; default 0.01.</summary>
    public double FinalShare { get; init; } = 0.01;

    /// <summary>
    /// Epochs (or a part of one) over which the rate rises from nearly 0, at least 0; default 1. Never more than half of the run, so that
    /// a short trial of a long recipe works.
    /// </summary>
    public double WarmupEpochs { get; init; } = 1;

    /// <summary><c>constant</c>, <c>linear</c> or <c>cosine</c>; default cosine.</summary>
    public ScheduleShape Schedule { get; init; } = ScheduleShape.Cosine;

    /// <summary>Decoupled weight decay of matrices (biases and norms are left out), at least 0; default 0.01.</summary>
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>The norm that gradients are clipped to, above 0; default 5.</summary>
    public double GradientClip { get; init; } = 5;

    /// <summary>Score the dev sets after every so many epochs, and after the last, at least 1; default 1.</summary>
    public int EvaluateEvery { get; init; } = 1;

    /// <summary>Steps in a row with a loss or gradient that is not finite before the run is given up, at least 1; default 10.</summary>
    public int NonFiniteLimit { get; init; } = 10;

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate()
    {
        if (Epochs is < 1 or > 100000)
        {
            yield return new(nameof(Epochs), $"must be 1 to 100000, was {Epochs}");
        }

        if (Seed < 0)
        {
            yield return new(nameof(Seed), $"must be at least 0, was {Seed}");
        }

        if (!(LearningRate > 0 && double.IsFinite(LearningRate)))
        {
            yield return new(nameof(LearningRate), $"must be > 0, was {LearningRate}");
        }

        if (!(FinalShare is >= 0 and <= 1))
        {
            yield return new(nameof(FinalShare), $"must be 0 to 1, was {FinalShare}");
        }

        if (!(WarmupEpochs >= 0 && double.IsFinite(WarmupEpochs)))
        {
            yield return new(nameof(WarmupEpochs), $"must be at least 0, was {WarmupEpochs}");
        }

        if (!(WeightDecay >= 0 && double.IsFinite(WeightDecay)))
        {
            yield return new(nameof(WeightDecay), $"must be at least 0, was {WeightDecay}");
        }

        if (!(GradientClip > 0 && double.IsFinite(GradientClip)))
        {
            yield return new(nameof(GradientClip), $"must be > 0, was {GradientClip}");
        }

        if (EvaluateEvery < 1)
        {
            yield return new(nameof(EvaluateEvery), $"must be at least 1, was {EvaluateEvery}");
        }

        if (NonFiniteLimit < 1)
        {
            yield return new(nameof(NonFiniteLimit), $"must be at least 1, was {NonFiniteLimit}");
        }
    }
}
