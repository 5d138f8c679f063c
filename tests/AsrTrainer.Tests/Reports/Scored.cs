using AsrTrainer.Reports;
using AsrTrainer.Speech.Metrics;
using AsrTrainer.Speech.Text;

namespace AsrTrainer.Tests.Reports;

/// <summary>Scored utterances made from two texts.</summary>
internal static class Scored
{
    public static ScoredUtterance Utterance(string id, string reference, string hypothesis, double seconds = 2, string? speaker = null) =>
        ScoredUtterance.Of(id, speaker, reference, hypothesis) with { Audio = $"sets/{id}.flac", Seconds = seconds };

    public static ScoredSet Clean { get; } = new("clean",
    [
        Utterance("1-1-0000", "one two three four", "one too three", speaker: "1"),
        Utterance("1-1-0001", "yes", "yes", seconds: 1.25, speaker: "2"),
        Utterance("1-1-0002", "no way", "know way oh", speaker: "1"),
    ]);

    public static ScoredSet Other { get; } = new("other", [Utterance("2-1-0000", "hello there", "hello there")]);

    public static ScoreReport Report(params ScoredSet[] sets) => ScoreReport.Of(sets, TranscriptNormalizer.LowerCase);
}
