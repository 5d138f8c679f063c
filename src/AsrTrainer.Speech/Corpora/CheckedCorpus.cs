using AsrTrainer.Speech.Text;

namespace AsrTrainer.Speech.Corpora;

/// <summary>A corpus that can be trained on or scored.</summary>
/// <param name="Name">What messages call it.</param>
/// <param name="Utterances">The usable utterances in the corpus's order, transcripts normalised.</param>
/// <param name="Dropped">Those that cannot be used, each with its reason.</param>
public sealed record CheckedCorpus(string Name, IReadOnlyList<Utterance> Utterances, IReadOnlyList<DroppedUtterance> Dropped)
{
    /// <summary>Utterances left out by choice because they are shorter or longer than wanted.</summary>
    public IReadOnlyList<DroppedUtterance> LeftOut { get; init; } = [];

    /// <summary>What somebody should look at, in utterances that stay in and in files of transcripts.</summary>
    public IReadOnlyList<Finding> Warnings { get; init; } = [];

    /// <summary>
    /// The share of unusable utterances that is allowed, in 0..1, also when more of them are found later: see
    /// <see cref="CorpusCheckOptions.MaxDroppedShare"/>.
    /// </summary>
    public double MaxDroppedShare { get; init; } = 0.01;

    /// <summary>Characters that the alphabet lacks, over all transcripts: dropped ones, and those of a corpus that is scored.</summary>
    public IReadOnlyList<UnknownCharacter> UnknownCharacters { get; init; } = [];

    /// <summary>Duration of the usable utterances together.</summary>
    public double Seconds { get; } = Utterances.Sum(utterance => utterance.Seconds);

    /// <summary>Whether something is left of it, and no larger share than allowed cannot be used.</summary>
    public bool IsUsable => Utterances.Count > 0 && Dropped.Count <= MaxDroppedShare * (Utterances.Count + Dropped.Count);

    /// <summary>Everything that was found: what cannot be used, what is left out by choice, what should be looked at.</summary>
    public IEnumerable<Finding> Findings =>
        Dropped.Select(one => Finding.Of(Severity.Error, Name, one))
            .Concat(LeftOut.Select(one => Finding.Of(Severity.LeftOut, Name, one)))
            .Concat(Warnings);

    /// <summary>One line: <c>train: 441 utterances, 0.31 h; dropped 2 (1 unreadable audio, 1 empty transcript)</c>.</summary>
    public string Summary
    {
        get
        {
            var summary = $"{Name}: {Utterances.Count} {(Utterances.Count == 1 ? "utterance" : "utterances")}, {Seconds / 3600:0.00} h";
            var kinds = Dropped.CountBy(one => one.Kind).OrderBy(kind => kind.Key)
                .Select(kind => $"{kind.Value} {FindingReasons.Words(kind.Key)}");
            summary += Dropped.Count == 0 ? "" : $"; dropped {Dropped.Count} ({string.Join(", ", kinds)})";
            var (tooShort, tooLong) = (CountLeftOut(FindingReason.TooShort), CountLeftOut(FindingReason.TooLong));
            summary += tooShort == 0 ? "" : $"; {tooShort} below the shortest duration wanted";
            return summary + (tooLong == 0 ? "" : $"; {tooLong} above the longest duration wanted");
        }
    }

    /// <summary>Several corpora as one.</summary>
    public static CheckedCorpus Together(string name, IReadOnlyList<CheckedCorpus> parts, double maxDroppedShare)
    {
        ArgumentNullException.ThrowIfNull(parts);
        return new CheckedCorpus(name, [.. parts.SelectMany(part => part.Utterances)], [.. parts.SelectMany(part => part.Dropped)])
        {
            LeftOut = [.. parts.SelectMany(part => part.LeftOut)],
            Warnings = [.. parts.SelectMany(part => part.Warnings)],
            MaxDroppedShare = maxDroppedShare,
        };
    }

    /// <summary>Without the utterances that are known to be unusable; what is none of this corpus is passed over.</summary>
    public CheckedCorpus Without(IReadOnlyList<DroppedUtterance> unusable)
    {
        var ids = unusable.Select(one => one.Id).ToHashSet();
        var present = Utterances.Select(utterance => utterance.Id).Where(ids.Contains).ToHashSet();
        return new CheckedCorpus(
            Name, [.. Utterances.Where(utterance => !present.Contains(utterance.Id))],
            [.. Dropped, .. unusable.Where(one => present.Contains(one.Id))])
        {
            LeftOut = LeftOut,
            Warnings = [.. Warnings.Where(warning => !present.Contains(warning.UtteranceId))],
            MaxDroppedShare = MaxDroppedShare,
            UnknownCharacters = UnknownCharacters,
        };
    }

    internal int CountLeftOut(FindingReason kind) => LeftOut.Count(one => one.Kind == kind);
}
