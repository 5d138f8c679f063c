using AsrTrainer.Speech.Corpora;
using AsrTrainer.Speech.Files;
using CsvHelper;

namespace AsrTrainer.Reports;

/// <summary>Every finding as a row of CSV.</summary>
internal static class FindingTable
{
    /// <summary>The usual name of the file.</summary>
    public const string Name = "findings.csv";

    private static readonly string[] Header = ["severity", "reason", "value", "utterance", "path", "corpus", "detail"];

    /// <summary>Writes the file whole or not at all.</summary>
    public static void Write(string path, IEnumerable<Finding> findings) => AtomicFile.Write(path, stream =>
    {
        using CsvWriter csv = CsvWriter.Create(stream, new CsvWriterOptions { NewLine = "\n" }, leaveOpen: true);
        csv.WriteRecord(Header);
        foreach (Finding one in findings)
        {
            csv.WriteRecord(
            [
                FindingReasons.NameOf(one.Severity), FindingReasons.NameOf(one.Reason), one.Value, one.UtteranceId, one.Path, one.Corpus,
                one.Detail,
            ]);
        }
    });
}
