using AsrTrainer.Configuration;
using AsrTrainer.Reports;
using AsrTrainer.Speech.Corpora;
using AsrTrainer.Speech.Examination;

namespace AsrTrainer.Commands;

/// <summary>Examines the corpora of a run before its first step, and keeps in the run's folder what was found.</summary>
/// <param name="output">Where the progress is shown.</param>
/// <param name="runFolder">The folder.</param>
/// <param name="isResumed">Whether the run has taken steps already: its corpora must then stay what they were.</param>
internal sealed class QuarantineOfRun(ProgramOutput output, string runFolder, bool isResumed)
{
    /// <summary>The name of the file.</summary>
    public const string Name = "quarantine.csv";

    private string FilePath => Path.Combine(runFolder, Name);

    /// <summary>
    /// Examines corpora, unless the configuration wants headers and transcripts only, and writes down what was found. A resumed run leaves out
    /// what it left out before, and nothing besides: what its audio has come to since is found when a batch is loaded.
    /// </summary>
    public IReadOnlyList<CheckedCorpus> Examine(
        IReadOnlyList<CorpusToExamine> corpora, AsrConfiguration configuration, Action<string> say, CancellationToken cancellation)
    {
        if (isResumed && File.Exists(FilePath) && FindingTable.Read(FilePath) is { } before)
        {
            return [.. corpora.Select(one => one.Corpus.Without(Unusable(before, one.Corpus.Name)))];
        }

        IReadOnlyList<CheckedCorpus> examined = configuration.Data.Check.BeforeTraining
            ? DataExamination.Run(corpora, configuration, workers: null, output, say, cancellation)
            : [.. corpora.Select(one => one.Corpus)];
        FindingTable.Write(FilePath, examined.SelectMany(corpus => corpus.Findings));
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

    // Not the second utterance of an id: that its first has the same must not leave this one out.
    private static DroppedUtterance[] Unusable(IReadOnlyList<Finding> before, string corpus) =>
    [
        .. before.Where(one => one.Severity == Severity.Error && one.Reason != FindingReason.DuplicateId && one.Corpus == corpus)
            .Select(one => new DroppedUtterance(one.UtteranceId, one.Path, one.Reason, one.Detail) { Value = one.Value }),
    ];
}
