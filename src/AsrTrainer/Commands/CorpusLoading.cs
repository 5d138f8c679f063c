using AsrTrainer.Configuration;
using AsrTrainer.Speech.Corpora;
using AsrTrainer.Speech.Examination;
using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Commands;

/// <summary>Reads and checks corpora, and says what was found and dropped.</summary>
/// <param name="say">For the person who watches.</param>
/// <param name="record">For the log, which gets every dropped utterance.</param>
internal sealed class CorpusLoading(Action<string> say, Action<string> record)
{
    private const int DroppedShown = 5;
    private const int CharactersShown = 5;

    /// <summary>Looks at the audio of a run's corpora before it is trained on; null where headers are enough.</summary>
    public QuarantineOfRun? Quarantine { get; init; }

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
        CheckedCorpus corpus = Find(source, options, cancellation);
        CorpusRefusal.ThrowIfUnusable(corpus, options);
        Say(corpus);
        if (options.IsScored && corpus.UnknownCharacters.Count > 0)
        {
            int more = corpus.UnknownCharacters.Count - CharactersShown;
            say($"{corpus.Name}: characters of references that the model cannot write count as errors: "
                + string.Join("; ", corpus.UnknownCharacters.Take(CharactersShown)) + (more > 0 ? $"; and {more} others" : ""));
        }

        return corpus;
    }

    /// <summary>Reads the corpora of a configuration; those that are trained on are used as one.</summary>
    public (CheckedCorpus Train, IReadOnlyList<CheckedCorpus> Dev) LoadForTraining(
        AsrConfiguration configuration, CancellationToken cancellation)
    {
        IReadOnlyList<CorpusToExamine> found = Find(ConfiguredCorpora.Of(configuration), cancellation);
        IReadOnlyList<CheckedCorpus> corpora =
            Quarantine?.Examine(found, configuration, say, cancellation) ?? [.. found.Select(one => one.Corpus)];
        foreach (CheckedCorpus corpus in corpora.Where(corpus => corpus.IsUsable))
        {
            Say(corpus);
        }

        Quarantine?.Say(corpora, say);
        if (corpora.Zip(found, (corpus, one) => CorpusRefusal.Problems(corpus, one.Options)).SelectMany(all => all).ToArray()
            is { Length: > 0 } problems)
        {
            throw new UserFault(ExitCode.Data, problems);
        }

        int trained = configuration.Data.Train.Count;
        return (
            CheckedCorpus.Together("train", [.. corpora.Take(trained)], configuration.Data.MaxDroppedShare),
            [.. corpora.Skip(trained)]);
    }

    /// <summary>Reads corpora without refusing any of them.</summary>
    public IReadOnlyList<CorpusToExamine> Find(IReadOnlyList<ConfiguredCorpus> corpora, CancellationToken cancellation)
    {
        Require(corpora.Select(corpus => corpus.Source));
        return
        [
            .. corpora.Select(one => new CorpusToExamine(
                Find(one.Source, one.Options, cancellation), one.Source.Path, one.Options, one.IsTrained)),
        ];
    }

    private void Say(CheckedCorpus corpus)
    {
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
    }

    private CheckedCorpus Find(NamedPath source, CorpusCheckOptions options, CancellationToken cancellation)
    {
        AudioLengthCache? lengths = CacheFolder.Find() is { } folder ? AudioLengthCache.Open(folder, source.Path, say) : null;
        try
        {
            IEnumerable<Utterance> utterances = CorpusReader.Read(source.Path, cancellation, lengths);
            return CorpusCheck.Find(source.Name, Quarantine?.AsStarted(source.Name, utterances) ?? utterances, options);
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
