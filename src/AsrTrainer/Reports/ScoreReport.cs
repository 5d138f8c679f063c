using AsrTrainer.Speech.Metrics;
using AsrTrainer.Speech.Text;

namespace AsrTrainer.Reports;

/// <summary>What <c>asr eval</c> and <c>asr score</c> found: the one source of what is printed, of JSON and of CSV.</summary>
/// <param name="Sets">Each set, analysed.</param>
/// <param name="Normalizer">What references and hypotheses went through.</param>
internal sealed record ScoreReport(IReadOnlyList<ScoreAnalysis> Sets, TranscriptNormalizer Normalizer)
{
    private ScoreAnalysis? whole;

    /// <summary>How the hypotheses were found; null where the program does not know.</summary>
    public DecoderFacts? Decoder { get; init; }

    /// <summary>All sets as one.</summary>
    public ScoredSet Total { get; } = ScoredSet.Together("", [.. Sets.Select(one => one.Set)]);

    /// <summary>The same with its intervals; speakers of one name are taken for one, whatever set they are in.</summary>
    public ScoreAnalysis Whole => whole ??= Sets.Count == 1 ? Sets[0] : ScoreAnalysis.Of(Total);

    /// <summary>Analyses scored sets.</summary>
    public static ScoreReport Of(IEnumerable<ScoredSet> sets, TranscriptNormalizer normalizer) =>
        new([.. sets.Select(ScoreAnalysis.Of)], normalizer);
}
