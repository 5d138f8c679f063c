using AsrTrainer.Configuration;
using AsrTrainer.Reports;
using AsrTrainer.Speech.Corpora;
using AsrTrainer.Speech.Examination;

namespace AsrTrainer.Commands;

/// <summary>Examines the corpora of a run before its first step, and keeps in the run's folder what was found.</summary>
/// <param name="output">Where the progress is shown.</param>
/// <param name="runFolder">The folder.</param>
internal sealed class QuarantineOfRun(ProgramOutput output, string runFolder)
{
    /// <summary>The name of the file.</summary>
    public const string Name = "quarantine.csv";

    private string FilePath => Path.Combine(runFolder, Name);

    /// <summary>Examines corpora, unless the configuration wants headers and transcripts only, and writes down what was found.</summary>
    public IReadOnlyList<CheckedCorpus> Examine(
        IReadOnlyList<CorpusToExamine> corpora, AsrConfiguration configuration, Action<string> say, CancellationToken cancellation)
    {
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
}
