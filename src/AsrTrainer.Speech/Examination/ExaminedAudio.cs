using System.Collections.Concurrent;
using AsrTrainer.Speech.Audio;
using AsrTrainer.Speech.Corpora;
using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Speech.Examination;

/// <summary>What is found in the audio of one corpus. Different utterances may be looked at by different threads.</summary>
/// <param name="utterances">The utterances.</param>
/// <param name="cache">What is remembered of their files; null where nothing can be.</param>
internal sealed class ExaminedAudio(IReadOnlyList<Utterance> utterances, ExaminationCache? cache)
{
    private readonly AudioFacts[] facts = new AudioFacts[utterances.Count];
    private readonly ConcurrentDictionary<int, DroppedUtterance> unusable = [];

    /// <summary>The utterances.</summary>
    public IReadOnlyList<Utterance> Utterances => utterances;

    /// <summary>Whether an utterance has been looked at.</summary>
    public bool IsKnown(int index) => facts[index].Frames > 0 || unusable.ContainsKey(index);

    /// <summary>What decoding an utterance showed; null, and why, where it cannot be decoded.</summary>
    public AudioFacts? Find(int index, out DroppedUtterance? reason) =>
        unusable.TryGetValue(index, out reason) ? null : facts[index];

    /// <summary>Takes what is remembered, if the file has not changed.</summary>
    public void Recall(int index)
    {
        try
        {
            facts[index] = cache?.FindUnchanged(new FileInfo(utterances[index].AudioPath)) ?? default;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // Decoding says better what is wrong with it.
        }
    }

    /// <summary>Decodes. What is wrong with a file costs its utterance; what is wrong with the machine is thrown.</summary>
    public void Decode(int index)
    {
        var path = utterances[index].AudioPath;
        try
        {
            // What is no audio is not worth reading to its end, which the cache does to know it again.
            AudioFile.Require(path);
            facts[index] = cache is null
                ? AudioFile.Examine(path)
                : cache.Find(new FileInfo(path), () => AudioFile.Examine(path));
        }
        catch (UserFault fault) when (fault.Code == ExitCode.Data)
        {
            Drop(index, AudioFile.IsEmpty(fault) ? FindingReason.EmptyAudio : FindingReason.UndecodableAudio, fault.Message);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            Drop(index, FindingReason.UndecodableAudio, unreadable.Message);
        }
    }

    /// <summary>Keeps what was found for the next time.</summary>
    public void Save() => cache?.Save(isComplete: Enumerable.Range(0, utterances.Count).All(IsKnown));

    private void Drop(int index, FindingReason kind, string reason) =>
        unusable[index] = new DroppedUtterance(utterances[index].Id, utterances[index].AudioPath, kind, reason);
}
