using CsvHelper;

namespace AsrTrainer.Speech.Corpora;

/// <summary>
/// Reads manifests of comma-separated (.csv, RFC 4180) or tab-separated (.tsv, no quoting) values with a header row: an audio column, a
/// text column (names in <see cref="ManifestRows"/>, upper and lower case being the same) and optionally duration, id and speaker.
/// Other columns are ignored.
/// </summary>
internal static class CsvManifest
{
    public static IEnumerable<CorpusEntry> Read(string path, CorpusFaults faults, CancellationToken cancellation)
    {
        using var reader = CsvReader.Create(CorpusFiles.OpenText(path, cancellation), Options(path, faults));
        var header = reader.Headers.ToArray();
        if (header.Length == 0)
        {
            faults.Add(new CorpusPlace(path, 0), "the file is empty; its first line must name the columns, for instance audio,text");
            yield break;
        }

        if (Columns.Find(path, header, faults) is not { } columns)
        {
            yield break;
        }

        var rows = new ManifestRows(path, faults);
        while (reader.Read())
        {
            var line = (int)reader.LineNumber;
            if (reader.FieldCount != header.Length)
            {
                faults.Add(
                    new CorpusPlace(path, line),
                    $"the row has {reader.FieldCount} fields and the header {header.Length}; put quotes round a text that holds "
                    + "the separator");
            }
            else if (rows.Take(line, columns.Pick(rows, line, reader)) is { } entry)
            {
                yield return entry;
            }
        }
    }

    // One quote that is not closed would swallow the rest of the corpus: a row is a line, whatever is quoted.
    private static CsvReaderOptions Options(string path, CorpusFaults faults)
    {
        var tabs = path.EndsWith(".tsv", StringComparison.OrdinalIgnoreCase);
        return new CsvReaderOptions
        {
            Separator = tabs ? '\t' : ',',
            Mode = tabs ? CsvMode.NoEscape : CsvMode.Rfc4180,
            AllowLineBreaksInQuotes = false,
            TrimWhitespace = true,
            TrackLineNumbers = true,
            MalformedData = CsvMalformedDataHandling.Skip,
            OnMalformedRecord = record => faults.Add(new CorpusPlace(path, (int)record.LineNumber), Describe(record.Reason)),
        };
    }

    private static string Describe(CsvMalformedReason reason) => reason switch
    {
        CsvMalformedReason.StrayQuote =>
            "a quote stands inside a field without quotes; put the whole field in quotes and double those inside it",
        CsvMalformedReason.TextAfterClosingQuote => "text follows a closing quote; quotes inside a field must be doubled",
        _ => "a quote is not closed on its line; close it, and write each text on one line",
    };

    private readonly record struct Columns(int Audio, int Text, int Duration, int Id, int Speaker)
    {
        /// <summary>The columns of the header; null, and a fault for each, when a needed one is missing.</summary>
        public static Columns? Find(string path, string[] header, CorpusFaults faults)
        {
            string[] names = [.. header.Select(name => name.Trim().ToLowerInvariant())];
            var columns = new Columns(
                IndexOfAny(names, ManifestRows.AudioNames),
                IndexOfAny(names, ManifestRows.TextNames),
                Array.IndexOf(names, ManifestRows.DurationName),
                Array.IndexOf(names, ManifestRows.IdName),
                Array.IndexOf(names, ManifestRows.SpeakerName));
            if (columns.Audio < 0)
            {
                faults.Add(new CorpusPlace(path, 1), Missing("the audio files", ManifestRows.AudioNames, header));
            }

            if (columns.Text < 0)
            {
                faults.Add(new CorpusPlace(path, 1), Missing("the transcripts", ManifestRows.TextNames, header));
            }

            return columns.Audio < 0 || columns.Text < 0 ? null : columns;
        }

        public ManifestFields Pick(ManifestRows rows, int line, CsvReader row) => new(
            row.GetString(Audio),
            row.GetString(Text),
            rows.ParseSeconds(line, Duration < 0 ? null : row.GetString(Duration)),
            Id < 0 ? null : row.GetString(Id),
            Speaker < 0 ? null : row.GetString(Speaker));

        private static int IndexOfAny(string[] names, string[] wanted) =>
            wanted.Select(name => Array.IndexOf(names, name)).FirstOrDefault(index => index >= 0, -1);

        private static string Missing(string what, string[] allowed, string[] header)
        {
            var nearest = NearestName.Between(header, allowed) is { } pair ? $"; did you mean '{pair.Allowed}' by '{pair.Found}'?" : "";
            return $"no column for {what}; it must be called {string.Join(" or ", allowed)}; found {string.Join(", ", header)}{nearest}";
        }
    }
}
