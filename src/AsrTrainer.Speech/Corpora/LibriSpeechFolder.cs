using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Speech.Corpora;

/// <summary>
/// Reads folders laid out as LibriSpeech is (Panayotov et al. 2015): at any depth, files *.trans.txt with one line for each utterance,
/// its id, a space and its transcript, and beside them the audio, ID.flac or another audio format. The speaker is the id up to the
/// first hyphen.
/// </summary>
internal static class LibriSpeechFolder
{
    /// <summary>How the names of files with transcripts end.</summary>
    public const string TranscriptEnding = ".trans.txt";

    private const string Layout =
        "LibriSpeech layout is expected: folders at any depth with SPEAKER-CHAPTER.trans.txt, each line an "
        + "utterance's id, a space and its transcript, and ID.flac beside it";

    public static IEnumerable<CorpusEntry> Read(string folder, CorpusFaults faults, CancellationToken cancellation)
    {
        var transcripts = CorpusFiles.Under(folder, TranscriptEnding);
        if (transcripts.Length == 0)
        {
            throw new UserFault(ExitCode.Data, $"{folder}: no *{TranscriptEnding} was found. {Layout}.{Advice(folder)}");
        }

        if (!CorpusFiles.HoldsAudio(folder))
        {
            throw new UserFault(
                ExitCode.Data,
                $"{folder}: {transcripts.Length} transcript files were found but no audio. {Layout}; copy the audio as well.");
        }

        Dictionary<string, CorpusPlace> places = [];
        return transcripts.SelectMany(file => ReadTranscripts(file, places, faults, cancellation));
    }

    private static IEnumerable<CorpusEntry> ReadTranscripts(
        string file, Dictionary<string, CorpusPlace> places, CorpusFaults faults, CancellationToken cancellation)
    {
        var folder = Path.GetDirectoryName(file)!;
        // One listing for each folder: much cheaper than asking the disk about each of its files.
        var audio = CorpusFiles.AudioIn(folder);
        string? speaker = null;
        using var text = CorpusFiles.OpenText(file, cancellation);
        for (var number = 1; text.ReadLine() is { } line; number++)
        {
            line = line.Trim();
            if (line.Length == 0)
            {
                continue;
            }

            var place = new CorpusPlace(file, number);
            var end = line.AsSpan().IndexOfAny(' ', '\t');
            var id = end < 0 ? line : line[..end];
            if (line.Contains('\uFFFD'))
            {
                faults.Add(place, $"the transcript of '{id}' is not UTF-8; convert the file, for instance with iconv");
                continue;
            }

            if (ControlCharacters.Find(id) is { } control)
            {
                faults.Add(place, $"the id holds the control character {control}; rename the utterance");
                continue;
            }

            var idFault = places.TryAdd(id, place)
                ? null
                : $"{place}: utterance '{id}' is at {places[id]} already; every id may occur once";

            var hyphen = id.IndexOf('-');
            if (hyphen > 0 && !id.AsSpan(0, hyphen).SequenceEqual(speaker))
            {
                speaker = id[..hyphen];
            }

            var transcript = end < 0 ? "" : line[end..].TrimStart();
            var found = audio.TryGetValue(id, out var name);
            yield return new CorpusEntry(
                id, Path.Combine(folder, name ?? $"{id}.flac"), transcript, null, hyphen > 0 ? speaker : null, found, place,
                idFault);
        }
    }

    private static string Advice(string folder)
    {
        string[] manifests = [.. CorpusReader.ManifestExtensions.SelectMany(extension => CorpusFiles.Under(folder, extension)).Take(3)];
        if (manifests.Length > 0)
        {
            return $" To use a manifest, give its own path, for instance {manifests[0]}.";
        }

        return CorpusFiles.HoldsAudio(folder)
            ? " The folder does contain audio: `asr transcribe` handles it without transcripts; training and scoring need them."
            : " The folder contains no audio either.";
    }
}
