using AsrTrainer.Speech.Corpora;

namespace AsrTrainer.Speech.Examination;

/// <summary>
/// Finds what a corpus that is scored shares with those that are trained on: whoever has heard it before scores too well.
/// </summary>
internal static class TrainingOverlap
{
    /// <summary>A warning for each speaker of <paramref name="scored"/> and for each utterance whose sentence is trained on.</summary>
    public static IEnumerable<Finding> Find(CheckedCorpus scored, IReadOnlyList<CheckedCorpus> trained) =>
        Speakers(scored, trained).Concat(Sentences(scored, trained));

    private static IEnumerable<Finding> Speakers(CheckedCorpus scored, IReadOnlyList<CheckedCorpus> trained)
    {
        var counts = trained.SelectMany(corpus => corpus.Utterances)
            .Where(utterance => utterance.Speaker is not null).CountBy(utterance => utterance.Speaker!).ToDictionary();
        foreach (var own in scored.Utterances.Where(utterance => utterance.Speaker is not null).GroupBy(utterance => utterance.Speaker!))
        {
            if (counts.TryGetValue(own.Key, out var count))
            {
                yield return Finding.Warning(
                    FindingReason.SpeakerOverlap, $"speaker {own.Key}", own.First(), scored.Name,
                    $"the speaker says {own.Count()} utterances here and {count} of those that are trained on");
            }
        }
    }

    private static IEnumerable<Finding> Sentences(CheckedCorpus scored, IReadOnlyList<CheckedCorpus> trained)
    {
        // From the smaller side: what is trained on may not fit into a table.
        var wanted = scored.Utterances.Select(utterance => utterance.Transcript).ToHashSet();
        Dictionary<string, (Utterance Utterance, string Corpus)> found = [];
        foreach (var corpus in trained)
        {
            foreach (var utterance in corpus.Utterances.Where(utterance => wanted.Contains(utterance.Transcript)))
            {
                found.TryAdd(utterance.Transcript, (utterance, corpus.Name));
            }
        }

        foreach (var utterance in scored.Utterances)
        {
            if (found.TryGetValue(utterance.Transcript, out var earlier))
            {
                yield return Finding.Warning(
                    FindingReason.SentenceOverlap, $"{earlier.Corpus}: {earlier.Utterance.Id}", utterance, scored.Name,
                    $"\"{utterance.Transcript}\" is trained on");
            }
        }
    }
}
