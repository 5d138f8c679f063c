using AsrTrainer.Speech.Audio;
using AsrTrainer.Speech.Corpora;

namespace AsrTrainer.Speech.Examination;

/// <summary>Finds utterances with the same samples, over all corpora.</summary>
internal sealed class SameAudio
{
    private readonly Dictionary<UInt128, (Utterance Utterance, string Corpus)> first = [];

    /// <summary>A warning for an utterance that sounds exactly as one before it; null for the first.</summary>
    public Finding? Add(Utterance utterance, AudioFacts facts, string corpus)
    {
        if (first.TryAdd(facts.SampleHash, (utterance, corpus)))
        {
            return null;
        }

        // No texts are made here: whole corpora have been copied into themselves.
        var (earlier, where) = first[facts.SampleHash];
        return Finding.Warning(
            FindingReason.SameAudio, where == corpus ? earlier.Id : $"{where}: {earlier.Id}", utterance, corpus, earlier.AudioPath);
    }
}
