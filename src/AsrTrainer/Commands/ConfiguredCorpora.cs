using AsrTrainer.Configuration;
using AsrTrainer.Speech.Corpora;
using AsrTrainer.Speech.Text;
using AsrTrainer.Speech.Timing;

namespace AsrTrainer.Commands;

/// <summary>A corpus as a configuration or a command line names it, with what it is held to.</summary>
/// <param name="Source">Its path and name.</param>
/// <param name="Options">What is allowed.</param>
/// <param name="IsTrained">Whether it is trained on; the others are held against those that are.</param>
internal sealed record ConfiguredCorpus(NamedPath Source, CorpusCheckOptions Options, bool IsTrained);

/// <summary>What the corpora of a configuration are held to, the same in <c>asr data check</c> and in training.</summary>
internal static class ConfiguredCorpora
{
    /// <summary>The corpora that are trained on, then those that are scored.</summary>
    public static IReadOnlyList<ConfiguredCorpus> Of(AsrConfiguration configuration) =>
    [
        .. configuration.Data.Train.Select(source => new ConfiguredCorpus(source, ForTraining(configuration), IsTrained: true)),
        .. configuration.Data.Dev.Select(source => new ConfiguredCorpus(source, ForScoring(configuration), IsTrained: false)),
    ];

    /// <summary>Corpora of which the first is taken for the one that is trained on, the others for those that are scored.</summary>
    public static IReadOnlyList<ConfiguredCorpus> Of(AsrConfiguration configuration, IEnumerable<NamedPath> sources) =>
    [
        .. sources.Select((source, place) => place == 0
            ? new ConfiguredCorpus(source, ForTraining(configuration), IsTrained: true)
            : new ConfiguredCorpus(source, ForScoring(configuration), IsTrained: false)),
    ];

    private static CorpusCheckOptions ForTraining(AsrConfiguration configuration) => ForScoring(configuration) with
    {
        IsScored = false,
        MinSeconds = configuration.Data.MinSeconds,
        MaxSeconds = configuration.Data.MaxSeconds,
        Timing = new FrameTiming(configuration.Features.SampleRate, configuration.Features.HopSamples, configuration.Model.Stride),
    };

    private static CorpusCheckOptions ForScoring(AsrConfiguration configuration) => new()
    {
        Alphabet = new Alphabet(configuration.Text.Alphabet),
        Normalizer = TranscriptNormalizer.Named(configuration.Text.Normalizer),
        IsScored = true,
        MaxDroppedShare = configuration.Data.MaxDroppedShare,
    };
}
