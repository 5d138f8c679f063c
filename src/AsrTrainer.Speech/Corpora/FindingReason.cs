using System.Text.Json;

namespace AsrTrainer.Speech.Corpora;

/// <summary>What can be found in a corpus. <see cref="FindingReasons"/> gives each its name.</summary>
public enum FindingReason
{
    /// <summary>There is no audio file.</summary>
    MissingAudio,

    /// <summary>The audio file cannot be read or decoded to its end.</summary>
    UndecodableAudio,

    /// <summary>The audio file holds nothing: no bytes, or no samples.</summary>
    EmptyAudio,

    /// <summary>The transcript is empty, or nothing is left of it after normalisation.</summary>
    EmptyTranscript,

    /// <summary>The transcript has characters that the alphabet lacks.</summary>
    UnknownCharacters,

    /// <summary>The audio has fewer model frames than CTC needs for the transcript.</summary>
    TooShortForTranscript,

    /// <summary>The audio is far longer than the corpus says, which batches and limits of length were made by.</summary>
    LongerThanDeclared,

    /// <summary>The audio is nowhere louder than silence.</summary>
    SilentAudio,

    /// <summary>An utterance before it has the same id.</summary>
    DuplicateId,

    /// <summary>The utterance is shorter than wanted.</summary>
    TooShort,

    /// <summary>The utterance is longer than wanted.</summary>
    TooLong,

    /// <summary>The audio is far shorter than the corpus says: its end may be lost.</summary>
    ShorterThanDeclared,

    /// <summary>A share of the samples stands at full scale: it was recorded too loud.</summary>
    ClippedAudio,

    /// <summary>The sample rate is below the model's: the upper bands stay empty.</summary>
    LowSampleRate,

    /// <summary>The sample rate is another than that of most of the corpus.</summary>
    MixedSampleRates,

    /// <summary>Nobody speaks so fast or so slowly: audio and transcript may not belong together.</summary>
    SpeakingRate,

    /// <summary>An utterance before it has the same samples.</summary>
    SameAudio,

    /// <summary>A speaker of a set that is scored is trained on.</summary>
    SpeakerOverlap,

    /// <summary>A sentence of a set that is scored is trained on.</summary>
    SentenceOverlap,

    /// <summary>The transcript is not in Unicode's composed form (NFC), to which it is brought.</summary>
    NotNfc,

    /// <summary>A file of the corpus holds a byte-order mark.</summary>
    ByteOrderMark,

    /// <summary>A file of the corpus ends its lines as Windows does.</summary>
    Crlf,
}

/// <summary>What a finding means for the utterance.</summary>
public enum Severity
{
    /// <summary>It cannot be used and is left out; it counts against the share that may be.</summary>
    Error,

    /// <summary>It is left out because the configuration wants it so.</summary>
    LeftOut,

    /// <summary>It stays in; somebody should look at it.</summary>
    Warning,
}

/// <summary>The names of reasons in tables and files. They stay as they are; docs/data-check.md lists them.</summary>
public static class FindingReasons
{
    /// <summary>The name, such as <c>missing-audio</c>.</summary>
    public static string NameOf(FindingReason reason) => JsonNamingPolicy.KebabCaseLower.ConvertName($"{reason}");

    /// <summary>The severity as files hold it: <c>error</c>, <c>left-out</c>, <c>warning</c>.</summary>
    public static string NameOf(Severity severity) => JsonNamingPolicy.KebabCaseLower.ConvertName($"{severity}");

    /// <summary>What follows a number of utterances in a sentence.</summary>
    internal static string Words(FindingReason reason) => reason switch
    {
        FindingReason.UndecodableAudio => "unreadable audio",
        FindingReason.UnknownCharacters => "characters outside the alphabet",
        FindingReason.LongerThanDeclared => "audio longer than declared",
        FindingReason.TooShortForTranscript => "too short for the transcript",
        FindingReason.DuplicateId => "an id that occurred before",
        _ => NameOf(reason).Replace('-', ' '),
    };
}
