namespace AsrTrainer.Speech.Corpora;

/// <summary>Why an utterance cannot be used.</summary>
public enum DropKind
{
    /// <summary>There is no audio file.</summary>
    MissingAudio,

    /// <summary>The audio file cannot be read or decoded, or there is nothing in it.</summary>
    UnreadableAudio,

    /// <summary>The transcript is empty, or nothing is left of it after normalisation.</summary>
    EmptyTranscript,

    /// <summary>The transcript has characters that the alphabet lacks.</summary>
    UnknownCharacters,

    /// <summary>The audio has fewer model frames than CTC needs for the transcript.</summary>
    TooShortForTranscript,

    /// <summary>The audio is far longer than the corpus says, which batches and limits of length were made by.</summary>
    LongerThanDeclared,
}

/// <summary>An utterance that cannot be used.</summary>
/// <param name="Id">The utterance.</param>
/// <param name="Path">Its audio file.</param>
/// <param name="Kind">Why, to be counted.</param>
/// <param name="Reason">Why, to be read: the value found and its bound.</param>
public sealed record DroppedUtterance(string Id, string Path, DropKind Kind, string Reason);
