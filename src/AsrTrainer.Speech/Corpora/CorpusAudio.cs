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

    /// <summary>The utterances, in the order of the entries. An audio file that does not exist is a fault and gives no utterance.</summary>
    public static IEnumerable<Utterance> Measure(IEnumerable<CorpusEntry> entries, CorpusFaults faults, CancellationToken cancellation)
    {
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = Math.Max(4, Environment.ProcessorCount),
            CancellationToken = cancellation,
        };
        foreach (var portion in entries.Chunk(Portion))
        {
            var measured = new Utterance?[portion.Length];
            Parallel.For(0, portion.Length, parallel, i => measured[i] = Measure(portion[i]));
            for (var i = 0; i < portion.Length; i++)
            {
                if (measured[i] is { } utterance)
                {
                    yield return utterance;
                }
                else
                {
                    faults.Add(
                        portion[i].Place,
                        $"audio file {portion[i].AudioPath} does not exist; relative paths start from the manifest's folder");
                }
            }
        }
    }

    private static Utterance? Measure(CorpusEntry entry)
    {
        if (!entry.AudioFound && !File.Exists(entry.AudioPath))
        {
            return null;
        }

        var utterance = new Utterance(entry.Id, entry.AudioPath, entry.Transcript, entry.Seconds ?? 0, entry.Speaker);
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
