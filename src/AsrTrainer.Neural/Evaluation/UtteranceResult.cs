using AsrTrainer.Speech.Corpora;
using AsrTrainer.Speech.Decoding;
using AsrTrainer.Speech.Metrics;

namespace AsrTrainer.Neural.Evaluation;

/// <summary>What was heard in one utterance, and how far off it is.</summary>
/// <param name="Utterance">The utterance with its normalised transcript, the reference.</param>
/// <param name="Hypothesis">The text recognised, normalised as the reference is.</param>
/// <param name="Words">Word errors.</param>
/// <param name="Characters">Character errors, spaces counted.</param>
/// <param name="TimedWords">The words recognised with their times, without those of their characters.</param>
public sealed record UtteranceResult(
    Utterance Utterance, string Hypothesis, ErrorCounts Words, ErrorCounts Characters, IReadOnlyList<TimedWord> TimedWords);
