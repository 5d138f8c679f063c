using AsrTrainer.Configuration;
using AsrTrainer.Reports;
using AsrTrainer.Speech.Corpora;
using AsrTrainer.Speech.Examination;

namespace AsrTrainer.Commands;

/// <summary>
/// Examines the corpora of a run before its first step, and keeps in the run's folder what was found and what it starts with.
/// </summary>
/// <param name="output">Where the progress is shown.</param>
/// <param name="runFolder">The folder.</param>
/// <param name="isResumed">Whether the run has taken steps already: its corpora must then stay what they were.</param>
internal sealed class QuarantineOfRun(ProgramOutput output, string runFolder, bool isResumed)
{
    /// <summary>The name of the file.</summary>
    public const string Name = "quarantine.csv";

    private const int Shown = 5;

    private readonly List<(string Corpus, string Id)> restored = [];
    private IReadOnlyDictionary<(string Corpus, string Utterance), double>? lengths;

    private string FilePath => Path.Combine(runFolder, Name);

    private string LengthsPath => Path.Combine(runFolder, LengthTable.Name);

    /// <summary>
    /// A corpus as it is read, but where a resumed run was started with an utterance whose audio cannot be asked any more, it stays in, as
    /// long as it was then: the same batches are made, and whoever loads it finds out.
    /// </summary>
    public IEnumerable<Utterance> AsStarted(string corpus, IEnumerable<Utterance> utterances) =>
        isResumed ? utterances.Select(utterance => utterance.AudioFault is null ? utterance : Restored(corpus, utterance)) : utterances;

    /// <summary>
    /// Examines corpora, unless the configuration wants headers and transcripts only, and writes down what was found. A resumed run
    /// leaves out what it left out before, and nothing besides: what its audio has come to since is found when a batch is loaded.
    /// </summary>
    public IReadOnlyList<CheckedCorpus> Examine(
        IReadOnlyList<CorpusToExamine> corpora, AsrConfiguration configuration, Action<string> say, CancellationToken cancellation)
    {
        if (isResumed)
        {
            if (File.Exists(FilePath) && FindingTable.Read(FilePath) is { } before)
            {
                SayWhatIsGone(corpora, before, say);
                return [.. corpora.Select(one => one.Corpus.Without(Unusable(before, one.Corpus.Name)))];
            }

            say($"{FilePath} is {Missing(FilePath)}; the corpora are examined again, and it is written anew");
        }

        IReadOnlyList<CheckedCorpus> examined = configuration.Data.Check.BeforeTraining
            ? DataExamination.Run(corpora, configuration, workers: null, output, say, cancellation)
            : [.. corpora.Select(one => one.Corpus)];
        FindingTable.Write(FilePath, examined.SelectMany(corpus => corpus.Findings));
        if (!isResumed)
        {
            LengthTable.Write(LengthsPath, examined);
        }

        return examined;
    }

    /// <summary>Says how many warnings there are and where all findings stand; nothing where there are none.</summary>
    public void Say(IReadOnlyList<CheckedCorpus> corpora, Action<string> say)
    {
        foreach (CheckedCorpus corpus in corpora.Where(corpus => corpus.Warnings.Count > 0))
        {
            IEnumerable<string> reasons = corpus.Warnings.CountBy(warning => warning.Reason).OrderBy(reason => reason.Key)
                .Select(reason => $"{reason.Value} {FindingReasons.NameOf(reason.Key)}");
            say($"{corpus.Name}: {Figures.Count(corpus.Warnings.Count, "warning")} ({string.Join(", ", reasons)})");
        }

        if (corpora.Any(corpus => corpus.Findings.Any()))
        {
            say($"all findings: {FilePath}");
        }
    }

    private static string Missing(string path) => File.Exists(path) ? "damaged" : "missing";

    private Utterance Restored(string corpus, Utterance utterance)
    {
        // Nothing is read where all audio is there.
        lengths ??= (File.Exists(LengthsPath) ? LengthTable.Read(LengthsPath) : null) ?? new Dictionary<(string, string), double>();
        if (!lengths.TryGetValue((corpus, utterance.Id), out double seconds))
        {
            return utterance;
        }

        restored.Add((corpus, utterance.Id));
        return utterance with { Seconds = seconds, AudioFault = null };
    }

    private void SayWhatIsGone(IReadOnlyList<CorpusToExamine> corpora, IReadOnlyList<Finding> before, Action<string> say)
    {
        const string Found = "audio that this run was started with cannot be read any more";
        foreach (CheckedCorpus corpus in corpora.Select(one => one.Corpus))
        {
            string[] kept = [.. restored.Where(one => one.Corpus == corpus.Name).Select(one => one.Id)];
            if (kept.Length > 0)
            {
                say($"{corpus.Name}: {Found} ({Listed(kept)}); it is left out when its batch is loaded");
            }

            if (lengths is { Count: 0 })
            {
                HashSet<string> known = [.. before.Where(one => one.Corpus == corpus.Name).Select(one => one.UtteranceId)];
                string[] lost =
                    [.. corpus.Dropped.Where(one => IsOfAudio(one.Kind) && !known.Contains(one.Id)).Select(one => one.Id)];
                if (lost.Length > 0)
                {
                    say(
                        $"{corpus.Name}: {Found} ({Listed(lost)}), and {LengthsPath}, which says how long it was, is "
                        + $"{Missing(LengthsPath)}; bring the audio back");
                }
            }
        }
    }

    private static bool IsOfAudio(FindingReason reason) =>
        reason is FindingReason.MissingAudio or FindingReason.UndecodableAudio or FindingReason.EmptyAudio;

    private static string Listed(string[] ids) =>
        string.Join(", ", ids.Take(Shown)) + (ids.Length > Shown ? $" and {ids.Length - Shown} more" : "");

    // Not the second utterance of an id: that its first has the same must not leave this one out.
    private static DroppedUtterance[] Unusable(IReadOnlyList<Finding> before, string corpus) =>
    [
        .. before.Where(one => one.Severity == Severity.Error && one.Reason != FindingReason.DuplicateId && one.Corpus == corpus)
            .Select(one => new DroppedUtterance(one.UtteranceId, one.Path, one.Reason, one.Detail) { Value = one.Value }),
    ];
}
