namespace AsrTrainer.Speech.Corpora;

/// <summary>An utterance that is left out.</summary>
/// <param name="Id">The utterance.</param>
/// <param name="Path">Its audio file.</param>
/// <param name="Kind">Why, to be counted.</param>
/// <param name="Reason">Why, to be read: the value found and its bound.</param>
public sealed record DroppedUtterance(string Id, string Path, FindingReason Kind, string Reason)
{
    /// <summary>The value found, short; empty where the kind says all.</summary>
    public string Value { get; init; } = "";
}
