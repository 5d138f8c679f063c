using AsrTrainer.Speech.Corpora;
using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Speech.Batching;

/// <summary>
/// Counts the utterances of a corpus that turn out to be unusable only when their audio is loaded: each once, however many epochs meet it,
/// and together with those that the corpus check dropped. More than the share that the corpus allows is refused.
/// </summary>
/// <param name="corpus">The corpus that the batches are made of.</param>
/// <param name="notice">Told of each such utterance the first time: its id, its path, the reason, and how many there are so far.</param>
public sealed class DroppedAudio(CheckedCorpus corpus, Action<string> notice)
{
    private const int Examples = 3;

    private readonly HashSet<int> known = [];
    private readonly List<DroppedUtterance> first = [];
    private readonly int total = corpus.Utterances.Count + corpus.Dropped.Count;

    /// <summary>The unusable utterances so far, with those of the corpus check.</summary>
    public int Count => corpus.Dropped.Count + known.Count;

    private string Found => $"{Count} of {total} utterances";

    private string Share => $"{100.0 * Count / total:0.##} %";

    private string Allowed => $"{100 * corpus.MaxDroppedShare:0.##} %";

    /// <summary>Takes note of what a batch lacks.</summary>
    /// <exception cref="UserFault">It is too much now, or nothing is left of the corpus.</exception>
    public void Add(AudioBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        for (var i = 0; i < batch.Dropped.Count; i++)
        {
            if (!known.Add(batch.DroppedIndices[i]))
            {
                continue;
            }

            var utterance = batch.Dropped[i];
            notice(
                $"dropped {utterance.Id} ({utterance.Path}): {utterance.Reason}; {Found} of {corpus.Name} so far ({Share}), at most "
                + $"{Allowed} may be");
            if (first.Count < Examples)
            {
                first.Add(utterance);
            }
        }

        if (Count > corpus.MaxDroppedShare * total || known.Count == corpus.Utterances.Count)
        {
            throw TooMany();
        }
    }

    private UserFault TooMany() => new(
        ExitCode.Data,
        [
            $"{corpus.Name}: {Found} ({Share}) cannot be used ({corpus.Dropped.Count} found beforehand, {known.Count} on loading their "
            + "audio); "
            + (known.Count == corpus.Utterances.Count
                ? "nothing is left; mend them"
                : $"at most {Allowed} may be dropped; mend them, or allow a larger share (data.max_dropped_share, --max-dropped-share)"),
            .. first.Select(one => $"  {one.Id} ({one.Path}): {one.Reason}"),
        ]);
}
