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

    /// <summary>Reads such a file; null where it is none.</summary>
    public static IReadOnlyList<Finding>? Read(string path)
    {
        using CsvReader csv = CsvReader.Create(
            new StreamReader(OrdinaryFile.OpenRead(path)), new CsvReaderOptions { Separator = ',' });
        if (!csv.Headers.ToArray().SequenceEqual(Header))
        {
            return null;
        }

        List<Finding> findings = [];
        while (csv.Read())
        {
            if (csv.FieldCount != Header.Length
                || !Enum.TryParse(Unhyphened(csv.GetString(0)), ignoreCase: true, out Severity severity)
                || !Enum.TryParse(Unhyphened(csv.GetString(1)), ignoreCase: true, out FindingReason reason))
            {
                return null;
            }

            findings.Add(new Finding(
                severity, reason, csv.GetString(2), csv.GetString(3), csv.GetString(4), csv.GetString(5), csv.GetString(6)));
        }

        return findings;
    }

    private static string Unhyphened(string name) => name.Replace("-", "", StringComparison.Ordinal);
}
