using System.Globalization;
using AsrTrainer.Speech.Faults;
using AsrTrainer.Speech.Files;
using CsvHelper;

namespace AsrTrainer.Neural.Training;

/// <summary>The rows of <c>history.csv</c> that a resumed run keeps. The file may have been edited since.</summary>
internal static class HistoryRows
{
    private const int MaximumRowBytes = 1 << 20;

    /// <summary>The rows of the epochs that are done, in order.</summary>
    /// <param name="path">The file.</param>
    /// <param name="columns">Fields of a row; those that are missing throughout are empty.</param>
    /// <param name="epochsDone">Epochs that stay.</param>
    /// <exception cref="UserFault">With <see cref="ExitCode.Model"/>: what is there is no history.</exception>
    public static IReadOnlyList<string[]> Read(string path, int columns, int epochsDone)
    {
        var options = new CsvReaderOptions { MaxRecordSize = MaximumRowBytes, MalformedData = CsvMalformedDataHandling.Throw };
        var rows = new List<string[]>();
        try
        {
            using var reader = CsvReader.Create(new StreamReader(OrdinaryFile.OpenRead(path)), options);
            for (var last = 0; last < epochsDone && reader.Read();)
            {
                // The end of a file that was cut off; a file of fewer columns throughout is of an earlier version.
                if (reader.FieldCount < reader.Headers.Count)
                {
                    throw Damaged(path, rows.Count, $"the next row has {reader.FieldCount} of {reader.Headers.Count} fields");
                }

                string[] row =
                    [.. Enumerable.Range(0, columns).Select(column => column < reader.FieldCount ? reader.GetString(column) : "")];
                if (!int.TryParse(row[0], NumberStyles.None, CultureInfo.InvariantCulture, out var epoch) || epoch <= last)
                {
                    throw Damaged(path, rows.Count, $"the next row begins with '{row[0]}'");
                }

                last = epoch;
                if (epoch <= epochsDone)
                {
                    rows.Add(row);
                }
            }
        }
        catch (CsvFormatException fault)
        {
            throw Damaged(path, rows.Count, fault.Message);
        }

        return rows;
    }

    private static UserFault Damaged(string path, int epochs, string finding) => new(
        ExitCode.Model,
        $"{path}: {epochs} rows can be read, then {finding}; put a whole copy back, or move the file away to go on without these rows");
}
