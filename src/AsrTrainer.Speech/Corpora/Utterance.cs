namespace AsrTrainer.Speech.Corpora;

/// <summary>One stretch of speech with its transcript. Corpora hold these and never audio.</summary>
/// <param name="Id">Names the utterance in every message and report; unique among the usable ones of its corpus.</param>
/// <param name="AudioPath">The audio file; the whole file is the utterance.</param>
/// <param name="Transcript">What is said: as it stands in the corpus, or normalised after <see cref="CorpusCheck"/>.</param>
/// <param name="Seconds">Duration of the audio.</param>
/// <param name="Speaker">Who speaks, where the corpus says so.</param>
public sealed record Utterance(string Id, string AudioPath, string Transcript, double Seconds, string? Speaker)
{
    /// <summary>
    /// What is wrong with the audio file, when it is missing or its header could not be read; <see cref="Seconds"/> is then 0.
    /// <see cref="CorpusCheck"/> drops such utterances and counts them.
    /// </summary>
    public string? AudioFault { get; init; }

    /// <summary>Whether <see cref="AudioFault"/> is that there is no audio file.</summary>
    public bool AudioIsMissing { get; init; }

    /// <summary>Whether <see cref="AudioFault"/> is that there is nothing in the audio file.</summary>
    public bool AudioIsEmpty { get; init; }

    /// <summary>Where the corpus gives an id again, and what is allowed; null for the first utterance of an id.</summary>
    public string? IdFault { get; init; }

    /// <summary>Where the corpus leaves the transcript empty, and how to mend it; null where there is one.</summary>
    public string? TranscriptFault { get; init; }
}
