namespace AsrTrainer.Speech.Corpora;

/// <summary>An utterance as a corpus lists it, before anybody has looked at its audio.</summary>
/// <param name="Id">Names the utterance.</param>
/// <param name="AudioPath">Where its audio should be.</param>
/// <param name="Transcript">What is said; empty where the corpus does not say it.</param>
/// <param name="Seconds">Duration, where the corpus says it.</param>
/// <param name="Speaker">Who speaks, where the corpus says so.</param>
/// <param name="AudioFound">Whether the audio file exists, where the reader has seen it; null leaves it to be found out.</param>
/// <param name="Place">Where the corpus lists it.</param>
/// <param name="IdFault">Where the id occurred before, and what is allowed; null for its first utterance.</param>
internal readonly record struct CorpusEntry(
    string Id, string AudioPath, string Transcript, double? Seconds, string? Speaker, bool? AudioFound, CorpusPlace Place,
    string? IdFault = null);

/// <summary>A line of a file of the corpus.</summary>
/// <param name="File">The file's path.</param>
/// <param name="Line">The line, from 1; 0 stands for the file as a whole.</param>
internal readonly record struct CorpusPlace(string File, int Line)
{
    public override string ToString() => Line == 0 ? File : $"{File}:{Line}";
}
