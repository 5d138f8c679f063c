namespace AsrTrainer.Speech.Corpora;

/// <summary>Something that was found in a corpus.</summary>
/// <param name="Severity">What it means for the utterance.</param>
/// <param name="Reason">What it is.</param>
/// <param name="Value">What was found, short: <c>-72.3 dBFS</c>; empty where the reason says all.</param>
/// <param name="UtteranceId">The utterance; empty where it concerns a file of transcripts.</param>
/// <param name="Path">Its audio file, or that file of transcripts.</param>
/// <param name="Corpus">The corpus.</param>
/// <param name="Detail">What was found, as a sentence: the value and its bound.</param>
public sealed record Finding(
    Severity Severity, FindingReason Reason, string Value, string UtteranceId, string Path, string Corpus, string Detail)
{
    /// <summary>An utterance that is left out.</summary>
    internal static Finding Of(Severity severity, string corpus, DroppedUtterance dropped) =>
        new(severity, dropped.Kind, dropped.Value, dropped.Id, dropped.Path, corpus, dropped.Reason);

    /// <summary>An utterance that stays in.</summary>
    internal static Finding Warning(FindingReason reason, string value, Utterance utterance, string corpus, string detail) =>
        new(Severity.Warning, reason, value, utterance.Id, utterance.AudioPath, corpus, detail);
}
