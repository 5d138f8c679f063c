using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Speech.Corpora;

/// <summary>
/// Reads folders laid out as LibriSpeech is (Panayotov et al. 2015): at any depth, files *.trans.txt with one line for each utterance,
/// its id, a space and its transcript, and beside them the audio, ID.flac or another audio format. The speaker is the id up to the
/// first hyphen.
/// </summary>
internal static class LibriSpeechFolder
{
    private const string TranscriptEnding = ".trans.txt";

    private const string Layout =
        "LibriSpeech layout is expected: folders at any depth with SPEAKER-CHAPTER.trans.txt, each line an "
        + "utterance's id, a space and its transcript, and ID.flac beside it";

    public static IEnumerable<CorpusEntry> Read(string folder, CorpusFaults faults)
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

        return transcripts.SelectMany(file => ReadTranscripts(file, faults));
    }

    private static IEnumerable<CorpusEntry> ReadTranscripts(string file, CorpusFaults faults)
    {
        var folder = Path.GetDirectoryName(file)!;
        // One listing for each folder: much cheaper than asking the disk about each of its files.
        var audio = CorpusFiles.AudioIn(folder);
        HashSet<string> ids = [];
        string? speaker = null;
        using var text = CorpusFiles.OpenText(file);
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
            if (Problem(id, end < 0, line, audio, ids) is { } problem)
            {
                faults.Add(place, problem);
                continue;
            }

            var hyphen = id.IndexOf('-');
            if (hyphen > 0 && !id.AsSpan(0, hyphen).SequenceEqual(speaker))
            {
                speaker = id[..hyphen];
            }

            yield return new CorpusEntry(
                id, Path.Combine(folder, audio[id]), line[end..].TrimStart(), null, hyphen > 0 ? speaker : null, AudioFound: true, place);
        }
    }

    private static string? Problem(string id, bool withoutText, string line, Dictionary<string, string> audio, HashSet<string> ids)
    {
        if (withoutText)
        {
            return $"utterance '{id}' has an empty transcript; the line must be an id, a space and the transcript";
        }

        if (!audio.ContainsKey(id))
        {
            return $"utterance '{id}' has no audio file; {id}.flac (or another audio format) must stand beside the transcripts";
        }

        if (line.Contains('\uFFFD'))
        {
            return $"the transcript of '{id}' is not UTF-8; convert the file, for instance with iconv";
        }

        return ids.Add(id) ? null : $"utterance '{id}' stands in this file twice; remove one of the lines";
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
