using System.Globalization;
using AsrTrainer.Speech.Corpora;
using AsrTrainer.Speech.Files;
using CsvHelper;

namespace AsrTrainer.Reports;

/// <summary>
/// The utterances that a run was started with and how long they were, as rows of CSV: what its batches were made by. Who resumes the run
/// needs it where an audio file cannot be asked any more.
/// </summary>
internal static class LengthTable
{
    /// <summary>The usual name of the file.</summary>
    public const string Name = "lengths.csv";

    private const int MaximumRowBytes = 1 << 22;

    private static readonly string[] Header = ["corpus", "utterance", "seconds"];

    /// <summary>Writes the file whole or not at all.</summary>
    public static void Write(string path, IEnumerable<CheckedCorpus> corpora) => AtomicFile.Write(path, stream =>
    {
        using CsvWriter csv = CsvWriter.Create(stream, new CsvWriterOptions { NewLine = "\n" }, leaveOpen: true);
        csv.WriteRecord(Header);
        string[] row = new string[Header.Length];
        foreach (CheckedCorpus corpus in corpora)
        {
            foreach (Utterance utterance in corpus.Utterances)
            {
                // To the last bit.
                (row[0], row[1], row[2]) = (corpus.Name, utterance.Id, utterance.Seconds.ToString("R", CultureInfo.InvariantCulture));
                csv.WriteRecord(row);
            }
        }
    });

    /// <summary>The seconds of each utterance of such a file; null where it is damaged.</summary>
    public static IReadOnlyDictionary<(string Corpus, string Utterance), double>? Read(string path)
    {
        var options = new CsvReaderOptions
        {
            Separator = ',',
            MaxRecordSize = MaximumRowBytes,
            MalformedData = CsvMalformedDataHandling.Throw,
        };
        Dictionary<(string Corpus, string Utterance), double> lengths = [];
        try
        {
            using CsvReader csv = CsvReader.FromFile(path, options);
            if (!csv.Headers.ToArray().SequenceEqual(Header))
            {
                return null;
            }

            while (csv.Read())
            {
                if (csv.FieldCount != Header.Length
                    || !double.TryParse(csv.GetString(2), NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds)
                    || !(seconds > 0 && double.IsFinite(seconds)))
                {
                    return null;
                }

                lengths[(csv.GetString(0), csv.GetString(1))] = seconds;
            }
        }
        catch (CsvFormatException)
        {
            return null;
        }

        return lengths;
    }
}
