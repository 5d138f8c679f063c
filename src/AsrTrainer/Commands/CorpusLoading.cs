using AsrTrainer.Configuration;
using AsrTrainer.Speech.Corpora;
using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Commands;

/// <summary>Reads and checks corpora, and says what was found and dropped.</summary>
/// <param name="say">For the person who watches.</param>
/// <param name="record">For the log, which gets every dropped utterance.</param>
internal sealed class CorpusLoading(Action<string> say, Action<string> record)
{
    private const int DroppedShown = 5;

    /// <summary>Refuses corpora that are not there, all of them together, before the first is read.</summary>
    public static void Require(IEnumerable<NamedPath> sources)
    {
        string[] missing = [.. sources.Select(source => source.Path).Distinct().Where(path => !Path.Exists(path)).Select(Missing)];
        if (missing.Length > 0)
        {
            throw new UserFault(ExitCode.Data, missing);
        }
    }

    /// <summary>Reads one corpus.</summary>
    public CheckedCorpus Load(NamedPath source, CorpusCheckOptions options, CancellationToken cancellation)
    {
        CheckedCorpus corpus = Check(source, options, cancellation);
        say(corpus.Summary);
        foreach ((int index, DroppedUtterance dropped) in corpus.Dropped.Index())
        {
            string line = $"dropped {dropped.Id} ({dropped.Path}): {dropped.Reason}";
            (index < DroppedShown ? say : record)(line);
        }

        if (corpus.Dropped.Count > DroppedShown)
        {
            say($"and {corpus.Dropped.Count - DroppedShown} more of {corpus.Name}");
        }

        return corpus;
    }

    /// <summary>Reads several corpora that are used as one.</summary>
    public CheckedCorpus LoadTogether(string name, CorpusSources sources, CorpusCheckOptions options, CancellationToken cancellation)
    {
        CheckedCorpus[] parts = [.. sources.Select(source => Load(source, options, cancellation))];
        return new CheckedCorpus(name, [.. parts.SelectMany(part => part.Utterances)], [.. parts.SelectMany(part => part.Dropped)])
        {
            TooShort = parts.Sum(part => part.TooShort),
            TooLong = parts.Sum(part => part.TooLong),
            MaxDroppedShare = options.MaxDroppedShare,
        };
    }

    private CheckedCorpus Check(NamedPath source, CorpusCheckOptions options, CancellationToken cancellation)
    {
        AudioLengthCache? lengths = CacheFolder.Find() is { } folder ? AudioLengthCache.Open(folder, source.Path, say) : null;
        try
        {
            return CorpusCheck.Run(source.Name, CorpusReader.Read(source.Path, cancellation, lengths), options);
        }
        finally
        {
            // Also of a corpus that is refused: it comes back once it is mended.
            lengths?.Save();
        }
    }

    private static string Missing(string path)
    {
        string full = Path.GetFullPath(path);
        string advice = $"{full}/".Contains("/data/prompts/", StringComparison.Ordinal)
            ? "scripts/prepare_prompts.sh makes what belongs under data/prompts"
            : "give a folder in LibriSpeech layout or a manifest";
        return $"{path}: no such file or folder (looked for {full}); {advice}";
    }
}
