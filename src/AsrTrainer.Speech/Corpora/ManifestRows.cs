using System.Globalization;
using AsrTrainer.Speech.Audio;

namespace AsrTrainer.Speech.Corpora;

/// <summary>
/// Turns the fields of manifest rows, whatever the file's syntax, into corpus entries, and notes what is wrong with them. Relative
/// audio paths are relative to the manifest. A row without an id is named after its audio path, without the extension.
/// </summary>
internal sealed class ManifestRows(string manifestPath, CorpusFaults faults)
{
    /// <summary>Names for the audio file's path, the preferred one first.</summary>
    public static readonly string[] AudioNames = ["audio", "audio_path", "path", "wav_filename", "audio_filepath"];

    /// <summary>Names for the transcript, the preferred one first.</summary>
    public static readonly string[] TextNames = ["text", "transcript"];

    public const string DurationName = "duration";
    public const string IdName = "id";
    public const string SpeakerName = "speaker";

    // What no file that can be read reaches.
    private const long MostSeconds = AudioFile.MaximumFrames / AudioFile.MinimumSampleRate;

    private readonly string folder = Path.GetDirectoryName(manifestPath) ?? "";
    private readonly Dictionary<string, int> linesOfIds = [];
    private readonly Dictionary<string, string> speakers = [];

    /// <summary>The entry of one row, or null when the row cannot be used; why is then among the faults.</summary>
    public CorpusEntry? Take(int line, ManifestFields fields)
    {
        var place = new CorpusPlace(manifestPath, line);
        var faultsBefore = faults.Count;
        if (string.IsNullOrWhiteSpace(fields.Audio))
        {
            faults.Add(place, "the path of the audio file is empty; every row needs one");
        }

        if (fields.Text?.Contains('\uFFFD') == true)
        {
            faults.Add(place, "the text is not UTF-8; convert the file, for instance with iconv");
        }

        if (fields.Seconds is not (null or (> 0 and <= MostSeconds)))
        {
            faults.Add(
                place,
                $"{DurationName} is {fields.Seconds}; it must be a number of seconds above 0 and up to {MostSeconds}, or be left out");
        }

        if (ControlCharacters.Find(fields.Audio?.Trim(), fields.Id?.Trim()) is { } control)
        {
            faults.Add(place, $"the path or the id holds the control character {control}; rename it");
        }

        if (faults.Count > faultsBefore)
        {
            return null;
        }

        var audio = fields.Audio!.Trim();
        var id = string.IsNullOrWhiteSpace(fields.Id) ? Path.ChangeExtension(audio, null) : fields.Id.Trim();
        var idFault = linesOfIds.TryAdd(id, line)
            ? null
            : $"{place}: utterance '{id}' is on line {linesOfIds[id]} already; every id may occur once (without ids, every path, "
                + "its extension left out)";
        return new CorpusEntry(
            id, Path.Combine(folder, audio), fields.Text?.Trim() ?? "", fields.Seconds, Speaker(fields.Speaker), AudioFound: null, place,
            idFault);
    }

    /// <summary>Reads a duration written as text; an empty one is none, and one that is no number is a fault.</summary>
    public double? ParseSeconds(int line, string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds))
        {
            return seconds;
        }

        faults.Add(
            new CorpusPlace(manifestPath, line),
            $"{DurationName} '{text}' is no number; it must be seconds such as 3.25, or be left out");
        return null;
    }

    // A few speakers say very many utterances.
    private string? Speaker(string? speaker)
    {
        if (string.IsNullOrWhiteSpace(speaker))
        {
            return null;
        }

        if (!speakers.TryGetValue(speaker, out var known))
        {
            speakers.Add(speaker, known = speaker);
        }

        return known;
    }
}

/// <summary>What a row says, as far as it says it.</summary>
internal readonly record struct ManifestFields(string? Audio, string? Text, double? Seconds, string? Id, string? Speaker);
