using AsrTrainer.Speech.Audio;
using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Speech.Corpora;

/// <summary>
/// Finds the audio of a corpus's entries and how long it is. Headers are read a few hundred at a time, several at once: the disk
/// answers many questions in the time of one, and memory stays bounded.
/// </summary>
internal static class CorpusAudio
{
    private const int Portion = 512;

    public static bool HasAudioExtension(string path) => AudioFiles.Extensions.Contains(Path.GetExtension(path).ToLowerInvariant());

    /// <summary>The utterances, one for each entry and in their order, also where the audio is missing or cannot be read.</summary>
    /// <param name="entries">What the corpus lists.</param>
    /// <param name="lengths">What is known of the files from before; null for nothing.</param>
    /// <param name="cancellation">Stops the measuring.</param>
    public static IEnumerable<Utterance> Measure(
        IEnumerable<CorpusEntry> entries, AudioLengthCache? lengths, CancellationToken cancellation)
    {
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = Math.Max(4, Environment.ProcessorCount),
            CancellationToken = cancellation,
        };
        foreach (var portion in entries.Chunk(Portion))
        {
            var measured = new Utterance[portion.Length];
            FirstFailure.Of(() => Parallel.For(0, portion.Length, parallel, i => measured[i] = Measure(portion[i], lengths)));
            foreach (var utterance in measured)
            {
                yield return utterance;
            }
        }

        if (lengths is not null)
        {
            lengths.IsComplete = true;
        }
    }

    private static Utterance Measure(CorpusEntry entry, AudioLengthCache? lengths)
    {
        if (entry.IdFault is not null)
        {
            return Of(entry, 0);
        }

        if (!(entry.AudioFound ?? File.Exists(entry.AudioPath)))
        {
            if (Directory.Exists(entry.AudioPath))
            {
                return Of(entry, 0) with
                {
                    AudioFault = $"{entry.Place}: {entry.AudioPath} is a folder, not an audio file; give a file in it",
                };
            }

            var advice = entry.AudioFound is null
                ? "relative paths start from the manifest's folder"
                : "it (or another audio format) must stand beside the transcripts";
            return Of(entry, 0) with
            {
                AudioFault = $"{entry.Place}: audio file {entry.AudioPath} does not exist; {advice}",
                AudioIsMissing = true,
            };
        }

        try
        {
            return Of(entry, entry.Seconds ?? SecondsOf(entry.AudioPath, lengths));
        }
        catch (UserFault fault) when (fault.Code == ExitCode.Data)
        {
            return Of(entry, 0) with { AudioFault = fault.Message, AudioIsEmpty = AudioFile.IsEmpty(fault) };
        }
    }

    private static double SecondsOf(string path, AudioLengthCache? lengths)
    {
        if (lengths is not null)
        {
            try
            {
                return lengths.Find(new FileInfo(path), () => AudioFile.ReadHeader(path).Seconds);
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
            {
                // Whoever opens the file says better what is wrong with it.
            }
        }

        return AudioFile.ReadHeader(path).Seconds;
    }

    private static Utterance Of(CorpusEntry entry, double seconds) => new(
        entry.Id, entry.AudioPath, entry.Transcript, seconds, entry.Speaker)
    {
        IdFault = entry.IdFault,
        TranscriptFault = entry.Transcript.Length > 0
            ? null
            : $"{entry.Place}: the transcript is empty; give it, or remove the line",
    };
}
