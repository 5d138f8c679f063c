using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Speech.Corpora;

/// <summary>
/// Reads a corpus: a folder in LibriSpeech layout, a manifest of comma- or tab-separated values (.csv, .tsv), or one of JSON lines
/// (.json, .jsonl). Streams: memory does not grow with the corpus but for its ids. Durations come from the manifest or else from the
/// audio files' headers.
/// </summary>
public static class CorpusReader
{
    internal static readonly string[] ManifestExtensions = [".csv", ".tsv", ".json", ".jsonl"];

    /// <summary>
    /// The utterances, in the manifest's order, or sorted by path for a folder. What is wrong with the corpus is thrown at its end, all
    /// of it together: only who reads to the end has read a faultless corpus. An audio file that is missing or cannot be read
    /// and an empty transcript are no faults of the corpus but of the utterance; see <see cref="Utterance.AudioFault"/> and
    /// <see cref="Utterance.TranscriptFault"/>.
    /// </summary>
    /// <param name="path">The folder or the manifest.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <param name="lengths">
    /// What is known of the audio files from before, and told what is new; whoever gives it saves it. Null opens every file.
    /// </param>
    /// <exception cref="UserFault">Nothing is there, or what is there is no corpus (at once); or it has faults (at its end).</exception>
    public static IEnumerable<Utterance> Read(
        string path, CancellationToken cancellation = default, AudioLengthCache? lengths = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var faults = new CorpusFaults(path);
        return Finish(path, CorpusAudio.Measure(Open(path, faults), lengths, cancellation), faults);
    }

    /// <summary>
    /// The ids and transcripts of a corpus; its audio is not looked at, and may be missing. Faults as with <see cref="Read"/>.
    /// </summary>
    /// <param name="path">The folder or the manifest.</param>
    /// <exception cref="UserFault">Nothing is there, or what is there is no corpus (at once); or it has faults (at its end).</exception>
    public static IEnumerable<(string Id, string Transcript)> ReadTranscripts(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var faults = new CorpusFaults(path);
        return Finish(path, Open(path, faults).Select(entry => (entry.Id, entry.Transcript)), faults);
    }

    /// <summary>Whether something is a corpus by its name: a folder, or a file that ends like a manifest.</summary>
    public static bool IsCorpus(string path) =>
        Directory.Exists(path) || ManifestExtensions.Contains(Path.GetExtension(path).ToLowerInvariant());

    private static IEnumerable<CorpusEntry> Open(string path, CorpusFaults faults)
    {
        if (Directory.Exists(path))
        {
            return LibriSpeechFolder.Read(path, faults);
        }

        if (!File.Exists(path))
        {
            throw new UserFault(
                ExitCode.Data,
                $"{path}: no such file or folder; give a folder in LibriSpeech layout or a manifest "
                + $"({string.Join(", ", ManifestExtensions)})");
        }

        return Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".csv" or ".tsv" => CsvManifest.Read(path, faults),
            ".json" or ".jsonl" => JsonLinesManifest.Read(path, faults),
            _ when CorpusAudio.HasAudioExtension(path) => throw new UserFault(
                ExitCode.Data,
                $"{path}: an audio file is no corpus; `asr transcribe` handles it without a transcript, training and scoring "
                + "need a corpus"),
            _ => throw new UserFault(
                ExitCode.Data,
                $"{path}: not a kind of manifest that is understood; its name must end in {string.Join(", ", ManifestExtensions)}"),
        };
    }

    private static IEnumerable<T> Finish<T>(string path, IEnumerable<T> utterances, CorpusFaults faults)
    {
        var any = false;
        foreach (var utterance in utterances)
        {
            any = true;
            yield return utterance;
        }

        faults.ThrowIfAny();
        if (!any)
        {
            throw new UserFault(ExitCode.Data, $"{path}: the corpus is empty; at least one utterance is needed");
        }
    }
}
