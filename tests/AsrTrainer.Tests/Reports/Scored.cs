using AsrTrainer.Neural.Evaluation;
using AsrTrainer.Speech.Corpora;
using AsrTrainer.Speech.Metrics;

namespace AsrTrainer.Tests.Reports;

/// <summary>Scored utterances made from two texts.</summary>
internal static class Scored
{
    public static UtteranceResult Utterance(string id, string reference, string hypothesis, double seconds = 2) => new(
        new Utterance(id, $"sets/{id}.flac", reference, seconds, Speaker: null),
        hypothesis,
        ErrorRates.Words(reference, hypothesis),
        ErrorRates.Characters(reference, hypothesis));

    public static EvaluationResult Clean { get; } = new("clean",
    [
        Utterance("1-1-0000", "one two three four", "one too three"),
        Utterance("1-1-0001", "yes", "yes", seconds: 1.25),
        Utterance("1-1-0002", "no way", "know way oh"),
    ]);

    public static EvaluationResult Other { get; } = new("other", [Utterance("2-1-0000", "hello there", "hello there")]);
}
