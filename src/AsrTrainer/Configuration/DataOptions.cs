using AsrTrainer.Speech.Batching;
using AsrTrainer.Speech.Examination;
using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Configuration;

/// <summary>The corpora of a run. Paths are relative to the folder that <c>asr</c> is started in.</summary>
internal sealed record DataOptions : IValidatedOptions
{
    /// <summary>What is trained on, at least one: a path, a list of paths, or <c>name: path</c>. All are trained as one corpus.</summary>
    public CorpusSources Train { get; init; } = CorpusSources.None;

    /// <summary>What is scored while training, in the same forms, each by its name. None: the last checkpoint counts as the best.</summary>
    public CorpusSources Dev { get; init; } = CorpusSources.None;

    /// <summary>Shorter utterances are not trained on, in seconds; at least 0, default 0. Dev sets are always scored whole.</summary>
    public double MinSeconds { get; init; }

    /// <summary>
    /// Longer utterances are not trained on, in seconds; above <see cref="MinSeconds"/>, default 30. Dev sets are always scored whole.
    /// </summary>
    public double MaxSeconds { get; init; } = 30;

    /// <summary>A corpus of which a larger share cannot be used stops the run, 0 to 1; default 0.01.</summary>
    public double MaxDroppedShare { get; init; } = 0.01;

    /// <summary>Threads that decode and resample ahead of the training, 1 to 64; default 2. They do not change the result.</summary>
    public int Workers { get; init; } = 2;

    /// <summary>Batches that are loaded ahead, 1 to 1000; default 4.</summary>
    public int PrefetchBatches { get; init; } = 4;

    /// <summary>What <c>asr data check</c>, and training before its first step, hold decoded audio to.</summary>
    public ExaminationOptions Check { get; init; } = new();

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate()
    {
        if (Train.Count == 0)
        {
            yield return new(nameof(Train), "must name at least one corpus: a folder in LibriSpeech layout or a manifest");
        }

        foreach ((string property, CorpusSources sources) in new[] { (nameof(Train), Train), (nameof(Dev), Dev) })
        {
            foreach (string name in NamedPath.RepeatedNames(sources))
            {
                yield return new(
                    property, $"must have a different name for each corpus, but {name} stands twice; write them as name: path");
            }
        }

        if (!(MinSeconds >= 0))
        {
            yield return new(nameof(MinSeconds), $"must be at least 0, was {MinSeconds}");
        }

        if (!(MaxSeconds > MinSeconds))
        {
            yield return new(nameof(MaxSeconds), $"must be above min_seconds ({MinSeconds}), was {MaxSeconds}");
        }

        if (!(MaxDroppedShare is >= 0 and <= 1))
        {
            yield return new(nameof(MaxDroppedShare), $"must be 0 to 1, was {MaxDroppedShare}");
        }

        // The loader's own limits; it has the same names for these two.
        foreach (OptionProblem problem in new BatchLoaderOptions { Workers = Workers, PrefetchBatches = PrefetchBatches }.Validate())
        {
            yield return problem;
        }
    }
}
