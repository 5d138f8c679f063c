using System.Text.Json;

namespace AsrTrainer.Speech.Corpora;

/// <summary>
/// Reads manifests of JSON lines as NeMo writes them: on each line an object with audio_filepath and text, and optionally duration
/// (seconds), id and speaker. The names that CSV manifests use are understood as well; other members are ignored.
/// </summary>
internal static class JsonLinesManifest
{
    private const string OffsetName = "offset";
    private const int MaximumDepth = 64;

    public static IEnumerable<CorpusEntry> Read(string path, CorpusFaults faults, CancellationToken cancellation)
    {
        using var text = CorpusFiles.OpenText(path, cancellation);
        var rows = new ManifestRows(path, faults);
        var number = 0;
        while (text.ReadLine() is { } line)
        {
            number++;
            if (number == 1 && line.AsSpan().TrimStart().StartsWith("["))
            {
                faults.Add(
                    new CorpusPlace(path, 1),
                    "the file is one JSON array; write one object on each line, without brackets and commas around them");
                yield break;
            }

            if (!string.IsNullOrWhiteSpace(line) && ReadLine(new CorpusPlace(path, number), line, rows, faults) is { } entry)
            {
                yield return entry;
            }
        }
    }

    private static CorpusEntry? ReadLine(CorpusPlace place, string line, ManifestRows rows, CorpusFaults faults)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(line, new JsonDocumentOptions { MaxDepth = MaximumDepth });
        }
        catch (JsonException problem)
        {
            faults.Add(
                place,
                problem.Message.Contains("maximum configured depth", StringComparison.Ordinal)
                    ? $"JSON nested more than {MaximumDepth} deep; each line must be one object with audio_filepath and text"
                    : $"not valid JSON at byte {problem.BytePositionInLine + 1}; each line must be one whole object");
            return null;
        }

        using (document)
        {
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                faults.Add(place, $"a JSON {document.RootElement.ValueKind} where an object must stand, with audio_filepath and text");
                return null;
            }

            var faultsBefore = faults.Count;
            ManifestFields fields;
            try
            {
                fields = Pick(place, document.RootElement, faults);
            }
            catch (InvalidOperationException)
            {
                // How the parser refuses texts that are valid JSON but no Unicode; it looks at them only when they are taken.
                faults.Add(place, "a text in it is not valid Unicode (half a surrogate pair, such as \\ud800); write whole characters");
                return null;
            }

            return faults.Count > faultsBefore ? null : rows.Take(place.Line, fields);
        }
    }

    private static ManifestFields Pick(CorpusPlace place, JsonElement row, CorpusFaults faults)
    {
        // Whoever ignores an offset trains on the wrong stretch of speech.
        if (row.TryGetProperty(OffsetName, out var offset) && offset.ValueKind != JsonValueKind.Null
            && !(offset.ValueKind == JsonValueKind.Number && offset.TryGetDouble(out var start) && start == 0))
        {
            faults.Add(
                place,
                $"{OffsetName} is {offset.GetRawText()}; parts of files cannot be read, cut the audio into one file for each utterance");
        }

        return new ManifestFields(
            Text(place, row, ManifestRows.AudioNames, "audio_filepath", faults),
            Text(place, row, ManifestRows.TextNames, "text", faults),
            Seconds(place, row, faults),
            Name(row, ManifestRows.IdName),
            Name(row, ManifestRows.SpeakerName));
    }

    private static string? Text(CorpusPlace place, JsonElement row, string[] names, string usualName, CorpusFaults faults)
    {
        foreach (var name in names)
        {
            if (row.TryGetProperty(name, out var value))
            {
                if (value.ValueKind == JsonValueKind.String)
                {
                    return value.GetString();
                }

                faults.Add(place, $"{name} is {value.GetRawText()}; it must be a text in quotes");
                return null;
            }
        }

        string[] found = [.. row.EnumerateObject().Select(member => member.Name)];
        var nearest = NearestName.Between(found, names) is { } pair ? $"; did you mean '{pair.Allowed}' by '{pair.Found}'?" : "";
        faults.Add(place, $"{usualName} is missing; found {(found.Length == 0 ? "nothing" : string.Join(", ", found))}{nearest}");
        return null;
    }

    private static double? Seconds(CorpusPlace place, JsonElement row, CorpusFaults faults)
    {
        if (!row.TryGetProperty(ManifestRows.DurationName, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var seconds))
        {
            return seconds;
        }

        faults.Add(place, $"{ManifestRows.DurationName} is {value.GetRawText()}; it must be a number of seconds, or be left out");
        return null;
    }

    // Ids and speakers are often written as numbers.
    private static string? Name(JsonElement row, string name) =>
        row.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String or JsonValueKind.Number
            ? value.ToString()
            : null;
}
