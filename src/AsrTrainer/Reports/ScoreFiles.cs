using AsrTrainer.Neural.Evaluation;
using AsrTrainer.Speech.Corpora;
using AsrTrainer.Speech.Decoding;
using AsrTrainer.Speech.Files;
using AsrTrainer.Speech.Metrics;

namespace AsrTrainer.Reports;

/// <summary>What <c>--output</c> of <c>asr eval</c> and <c>asr score</c> leaves in its folder, each file whole or not at all.</summary>
internal static class ScoreFiles
{
    private const string References = "ref.trn";
    private const string Hypotheses = "hyp.trn";
    private const string Times = "hyp.ctm";

    private static readonly string[] OfASet = [References, Hypotheses, Times];

    /// <summary>The files of a report, as paths from its folder.</summary>
    /// <param name="sets">The names of its sets.</param>
    /// <param name="withTimes">Whether the times of words are among them.</param>
    public static IReadOnlyList<string> Names(IReadOnlyList<string> sets, bool withTimes) =>
    [
        EvaluationJson.Name, UtteranceTable.Name, .. ScoreTables.Names,
        .. sets.SelectMany(set => OfASet.Where(name => withTimes || name != Times)
            .Select(name => Path.Combine(FolderOf(set, sets.Count), name))),
    ];

    /// <summary>
    /// The files of an earlier report in the folder that a new one would not replace, as paths from the folder; none where there is no such
    /// report.
    /// </summary>
    /// <param name="folder">The folder, which exists.</param>
    /// <param name="names">The files of the new report.</param>
    public static IReadOnlyList<string> LeftOfEarlier(string folder, IReadOnlyList<string> names)
    {
        // A folder inside that holds a report is another's, and not that of a set.
        IEnumerable<string> inner = Directory.EnumerateDirectories(folder).Where(one => !HoldsReport(one))
            .Select(one => Path.GetFileName(one));
        return HoldsReport(folder)
            ? [.. inner.Order(StringComparer.Ordinal).Prepend("").SelectMany(one => OfASet.Select(name => Path.Combine(one, name)))
                .Where(name => !names.Contains(name) && File.Exists(Path.Combine(folder, name)))]
            : [];
    }

    /// <summary>
    /// Where in the folder the files of a set are that cannot name it: two sets may have utterances of one name. Empty for the folder
    /// itself.
    /// </summary>
    public static string FolderOf(string set, int sets) => sets == 1 ? "" : set.Replace('/', '_');

    /// <summary>Writes report.json, the tables, and ref.trn and hyp.trn for sclite.</summary>
    public static void Write(string folder, ScoreReport report, int worst)
    {
        AtomicFile.Write(Path.Combine(folder, EvaluationJson.Name), stream =>
        {
            using var writer = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
            writer.WriteLine(EvaluationJson.Of(report, worst));
        });
        UtteranceTable.Write(Path.Combine(folder, UtteranceTable.Name), report);
        ScoreTables.Write(folder, report);
        foreach (ScoredSet set in report.Sets.Select(one => one.Set))
        {
            string place = Path.Combine(folder, FolderOf(set.Name, report.Sets.Count));
            WriteTexts(Path.Combine(place, References), report, set, one => one.Reference);
            WriteTexts(Path.Combine(place, Hypotheses), report, set, one => one.Hypothesis);
        }
    }

    /// <summary>Writes hyp.ctm: the words recognised, with their times.</summary>
    public static void WriteTimes(string folder, ScoreReport report, IReadOnlyList<EvaluationResult> results)
    {
        foreach (EvaluationResult result in results)
        {
            AtomicFile.Write(Path.Combine(folder, FolderOf(result.Name, results.Count), Times), stream => CtmFile.Write(
                stream,
                result.Utterances.Select(one => (one.Utterance.Id, one.TimedWords)),
                Comment(report)));
        }
    }

    private static bool HoldsReport(string folder) =>
        File.Exists(Path.Combine(folder, EvaluationJson.Name)) || File.Exists(Path.Combine(folder, UtteranceTable.Name));

    private static void WriteTexts(string path, ScoreReport report, ScoredSet set, Func<ScoredUtterance, string> text) =>
        AtomicFile.Write(path, stream => TranscriptFile.Write(
            stream, set.Utterances.Select(one => new TranscriptLine(one.Id, text(one))), Comment(report)));

    private static string Comment(ScoreReport report) => $"normalizer {report.Normalizer.Label}";

}
