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
    public static IEnumerable<Utterance> Measure(IEnumerable<CorpusEntry> entries, CancellationToken cancellation)
    {
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = Math.Max(4, Environment.ProcessorCount),
            CancellationToken = cancellation,
        };
        foreach (var portion in entries.Chunk(Portion))
        {
            var measured = new Utterance[portion.Length];
            Parallel.For(0, portion.Length, parallel, i => measured[i] = Measure(portion[i]));
            foreach (var utterance in measured)
            {
                yield return utterance;
            }
        }
    }

    private static Utterance Measure(CorpusEntry entry)
    {
        var utterance = new Utterance(entry.Id, entry.AudioPath, entry.Transcript, entry.Seconds ?? 0, entry.Speaker)
        {
            TranscriptFault = entry.Transcript.Length > 0
                ? null
                : $"{entry.Place}: the transcript is empty; give it, or remove the line",
        };
        if (!(entry.AudioFound ?? File.Exists(entry.AudioPath)))
        {
            var advice = entry.AudioFound is null
                ? "relative paths start from the manifest's folder"
                : "it (or another audio format) must stand beside the transcripts";
            return utterance with
            {
                Seconds = 0,
                AudioFault = $"{entry.Place}: audio file {entry.AudioPath} does not exist; {advice}",
                AudioIsMissing = true,
            };
        }

        if (entry.Seconds is not null)
        {
            return utterance;
        }

        try
        {
            return utterance with { Seconds = AudioFile.ReadHeader(entry.AudioPath).Seconds };
        }
        catch (UserFault fault) when (fault.Code == ExitCode.Data)
        {
            return utterance with { AudioFault = fault.Message };
        }
    }
}
