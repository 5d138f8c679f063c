using AsrTrainer.Speech.Text;

namespace AsrTrainer.Speech.Corpora;

/// <summary>A corpus that can be trained on or scored.</summary>
/// <param name="Name">What messages call it.</param>
/// <param name="Utterances">The usable utterances in the corpus's order, transcripts normalised.</param>
/// <param name="Dropped">Those that cannot be used, each with its reason.</param>
public sealed record CheckedCorpus(string Name, IReadOnlyList<Utterance> Utterances, IReadOnlyList<DroppedUtterance> Dropped)
{
    /// <summary>Utterances left out by choice because they are shorter than the lower limit.</summary>
    public long TooShort { get; init; }

    /// <summary>Utterances left out by choice because they are longer than the upper limit.</summary>
    public long TooLong { get; init; }

    /// <summary>
    /// The share of unusable utterances that is allowed, in 0..1, also when more of them are found later: see
    /// <see cref="CorpusCheckOptions.MaxDroppedShare"/>.
    /// </summary>
    public double MaxDroppedShare { get; init; } = 0.01;

    /// <summary>Characters that the alphabet lacks, over all dropped transcripts.</summary>
    public IReadOnlyList<UnknownCharacter> UnknownCharacters { get; init; } = [];

    /// <summary>Duration of the usable utterances together.</summary>
    public double Seconds { get; } = Utterances.Sum(utterance => utterance.Seconds);

    /// <summary>One line: <c>train: 441 utterances, 0.31 h; dropped 2 (1 unreadable audio, 1 empty transcript)</c>.</summary>
    public string Summary
    {
        get
        {
            var summary = $"{Name}: {Utterances.Count} {(Utterances.Count == 1 ? "utterance" : "utterances")}, {Seconds / 3600:0.00} h";
            var kinds = Dropped.CountBy(one => one.Kind).OrderBy(kind => kind.Key).Select(kind => $"{kind.Value} {Words(kind.Key)}");
            summary += Dropped.Count == 0 ? "" : $"; dropped {Dropped.Count} ({string.Join(", ", kinds)})";
            summary += TooShort == 0 ? "" : $"; {TooShort} below the shortest duration wanted";
            return summary + (TooLong == 0 ? "" : $"; {TooLong} above the longest duration wanted");
        }
    }

    internal static string Words(DropKind kind) => kind switch
    {
        DropKind.MissingAudio => "missing audio",
        DropKind.UnreadableAudio => "unreadable audio",
        DropKind.EmptyTranscript => "empty transcript",
        DropKind.UnknownCharacters => "characters outside the alphabet",
        DropKind.LongerThanDeclared => "audio longer than declared",
        _ => "too short for the transcript",
    };
}
