namespace AsrTrainer.Speech.Metrics;

/// <summary>What was recognised of one utterance, held against what was said.</summary>
/// <param name="Id">Names the utterance.</param>
/// <param name="Speaker">Who speaks, where that is known.</param>
/// <param name="Reference">What was said, normalised.</param>
/// <param name="Hypothesis">What was recognised, normalised alike.</param>
/// <param name="Words">Word errors.</param>
/// <param name="Characters">Character errors, spaces counted.</param>
public sealed record ScoredUtterance(
    string Id, string? Speaker, string Reference, string Hypothesis, ErrorCounts Words, ErrorCounts Characters)
{
    /// <summary>The audio file; empty where only texts were scored.</summary>
    public string Audio { get; init; } = "";

    /// <summary>The length of the audio, where it is known.</summary>
    public double? Seconds { get; init; }

    /// <summary>Whether any word is wrong, missing or too much: a sentence error.</summary>
    public bool IsWrong => Words.Errors > 0;

    /// <summary>Counts the errors between two normalised texts; either may be empty.</summary>
    public static ScoredUtterance Of(string id, string? speaker, string reference, string hypothesis) => new(
        id, speaker, reference, hypothesis, ErrorRates.Words(reference, hypothesis), ErrorRates.Characters(reference, hypothesis));
}
