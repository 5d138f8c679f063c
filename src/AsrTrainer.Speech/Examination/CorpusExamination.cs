using AsrTrainer.Speech.Corpora;

namespace AsrTrainer.Speech.Examination;

/// <summary>
/// Decodes every file of checked corpora once and says what cannot be used, beyond what their headers showed, and what somebody should
/// look at. What it finds depends on the files alone, not on what is remembered of them.
/// </summary>
public sealed class CorpusExamination
{
    /// <summary>What decoded audio is held to.</summary>
    public required ExaminationOptions Limits { get; init; }

    /// <summary>The model's sample rate, in Hz.</summary>
    public required int SampleRate { get; init; }

    /// <summary>Threads to decode on, 1 or more. Their number does not change what is found.</summary>
    public int Workers { get; init; } = Environment.ProcessorCount;

    /// <summary>Where what was found is kept for the next time; null for nowhere.</summary>
    public string? CacheFolder { get; init; }

    /// <summary>Told when what is kept there is damaged, or cannot be read or written. Nothing of that is fatal.</summary>
    public Action<string> Notice { get; init; } = _ => { };

    /// <summary>Told how far the decoding is, before the first file and after each; from any thread, one at a time.</summary>
    public Action<ExaminationProgress> Report { get; init; } = _ => { };

    /// <summary>How many files the last examination had to decode or to recognise by their content.</summary>
    public int DecodedFiles { get; private set; }

    /// <summary>
    /// The corpora, in their order, without the utterances that cannot be used, and with all that was found; none is refused.
    /// </summary>
    /// <param name="corpora">What is trained on, and what is held against it.</param>
    /// <param name="cancellation">Stops it; what was found until then is kept for the next time.</param>
    public IReadOnlyList<CheckedCorpus> Run(IReadOnlyList<CorpusToExamine> corpora, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(corpora);
        ExaminedAudio[] audio =
        [
            .. corpora.Select(one => new ExaminedAudio(
                one.Corpus.Utterances, CacheFolder is null ? null : ExaminationCache.Open(CacheFolder, one.Path, Notice))),
        ];
        DecodedFiles = AudioExamination.Run(audio, Workers, Report, cancellation);
        var same = new SameAudio();
        CheckedCorpus[] examined = [.. corpora.Zip(audio, (corpus, found) => Judge(corpus, found, same, cancellation))];
        CheckedCorpus[] trained = [.. examined.Where((_, place) => corpora[place].IsTrained)];
        return
        [
            .. examined.Select((corpus, place) => corpora[place].IsTrained
                ? corpus
                : corpus with { Warnings = [.. corpus.Warnings, .. TrainingOverlap.Find(corpus, trained)] }),
        ];
    }

    private CheckedCorpus Judge(CorpusToExamine one, ExaminedAudio audio, SameAudio same, CancellationToken cancellation)
    {
        var corpus = one.Corpus;
        var judgement = new UtteranceJudgement(one, Limits, SampleRate);
        var usualRate = UsualRate(audio);
        List<Utterance> kept = new(corpus.Utterances.Count);
        List<DroppedUtterance> dropped = [.. corpus.Dropped];
        List<Finding> warnings = [.. TranscriptFiles.Examine(one.Path, corpus.Name, cancellation), .. corpus.Warnings];
        for (var i = 0; i < corpus.Utterances.Count; i++)
        {
            var utterance = corpus.Utterances[i];
            if (audio.Find(i, out var error) is not { } facts || (error = judgement.FindError(utterance, facts)) is not null)
            {
                dropped.Add(error!);
                continue;
            }

            kept.Add(utterance);
            warnings.AddRange(judgement.FindWarnings(utterance, facts, usualRate));
            if (same.Add(utterance, facts, corpus.Name) is { } again)
            {
                warnings.Add(again);
            }
        }

        // Not "with": the duration is computed when a corpus is made.
        return new CheckedCorpus(corpus.Name, kept, dropped)
        {
            LeftOut = corpus.LeftOut,
            Warnings = Remaining(warnings, dropped, corpus),
            MaxDroppedShare = corpus.MaxDroppedShare,
            UnknownCharacters = corpus.UnknownCharacters,
        };
    }

    private static int UsualRate(ExaminedAudio audio) => Enumerable.Range(0, audio.Utterances.Count)
        .Select(index => audio.Find(index, out _)?.SampleRate ?? 0)
        .Where(rate => rate > 0)
        .CountBy(rate => rate)
        .OrderByDescending(rate => rate.Value).ThenByDescending(rate => rate.Key)
        .FirstOrDefault().Key;

    // What the transcripts showed of an utterance that is left out after all.
    private static List<Finding> Remaining(List<Finding> warnings, List<DroppedUtterance> dropped, CheckedCorpus before)
    {
        if (dropped.Count > before.Dropped.Count && before.Warnings.Count > 0)
        {
            var gone = dropped.Skip(before.Dropped.Count).Select(one => one.Id).ToHashSet();
            warnings.RemoveAll(warning => gone.Contains(warning.UtteranceId));
        }

        return warnings;
    }
}
