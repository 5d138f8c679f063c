using AsrTrainer.Speech.Audio;
using AsrTrainer.Speech.Corpora;

namespace AsrTrainer.Speech.Examination;

/// <summary>Holds decoded utterances of one corpus against the limits.</summary>
/// <param name="corpus">The corpus.</param>
/// <param name="limits">The limits.</param>
/// <param name="sampleRate">The model's sample rate, in Hz.</param>
internal sealed class UtteranceJudgement(CorpusToExamine corpus, ExaminationOptions limits, int sampleRate)
{
    private readonly string name = corpus.Corpus.Name;

    // Every utterance of a set must count when it is scored.
    private readonly bool mayLeaveOut = corpus.Options.Timing is not null;

    /// <summary>Why an utterance cannot be used; null where it can.</summary>
    public DroppedUtterance? FindError(Utterance utterance, AudioFacts facts) =>
        DeclaredLength.FindLonger(utterance, facts.Seconds)
        ?? (mayLeaveOut && IsSilent(facts)
            ? new DroppedUtterance(utterance.Id, utterance.AudioPath, FindingReason.SilentAudio, Silence(facts)) { Value = Level(facts) }
            : null)
        ?? (corpus.Options.Timing is { } timing
            ? DeclaredLength.FindTooShort(
                utterance, timing.SamplesForSeconds(facts.Seconds), corpus.Options.Alphabet.Encode(utterance.Transcript), timing)
            : null);

    /// <summary>What somebody should look at in an utterance that stays in.</summary>
    /// <param name="utterance">The utterance.</param>
    /// <param name="facts">Its audio.</param>
    /// <param name="usualRate">The sample rate of most of the corpus.</param>
    public IEnumerable<Finding> FindWarnings(Utterance utterance, AudioFacts facts, int usualRate)
    {
        if (DeclaredLength.IsShorter(utterance, facts.Seconds))
        {
            yield return Warn(
                FindingReason.ShorterThanDeclared, $"{facts.Seconds:0.###} s for {utterance.Seconds:0.###} s", utterance,
                $"its file holds {facts.Seconds:0.###} s, the corpus says {utterance.Seconds:0.###} s; is its end lost? Replace it, or "
                + "correct the duration in the manifest");
        }

        if (IsSilent(facts))
        {
            yield return Warn(FindingReason.SilentAudio, Level(facts), utterance, Silence(facts));
        }
        else if (facts.ClippedShare > limits.ClippedShare)
        {
            yield return Warn(
                FindingReason.ClippedAudio, $"{100 * facts.ClippedShare:0.###} %", utterance,
                $"of its samples stand at full scale, at most {100 * limits.ClippedShare:0.###} % should; record it less loud");
        }

        if (facts.SampleRate < sampleRate)
        {
            yield return Warn(
                FindingReason.LowSampleRate, $"{facts.SampleRate} Hz", utterance,
                $"below the model's {sampleRate} Hz: the bands above {facts.SampleRate / 2} Hz stay empty");
        }
        else if (facts.SampleRate != usualRate)
        {
            yield return Warn(
                FindingReason.MixedSampleRates, $"{facts.SampleRate} Hz", utterance, $"most files of {name} have {usualRate} Hz");
        }

        var rate = utterance.Transcript.Length / facts.Seconds;
        if (utterance.Transcript.Length > 0 && (rate < limits.MinCharactersPerSecond || rate > limits.MaxCharactersPerSecond))
        {
            yield return Warn(
                FindingReason.SpeakingRate, $"{rate:0.0} characters/s", utterance,
                $"{utterance.Transcript.Length} characters in {facts.Seconds:0.0##} s; speech has {limits.MinCharactersPerSecond:0.###} to "
                + $"{limits.MaxCharactersPerSecond:0.###} in a second; do audio and transcript belong together?");
        }
    }

    private bool IsSilent(AudioFacts facts) => facts.Dbfs < limits.SilenceDbfs;

    private string Silence(AudioFacts facts) =>
        $"{Level(facts)} is below {limits.SilenceDbfs:0.#} dBFS (data.check.silence_dbfs)";

    private static string Level(AudioFacts facts) => facts.Amplitude == 0 ? "digital silence" : $"{facts.Dbfs:0.0} dBFS";

    private Finding Warn(FindingReason reason, string value, Utterance utterance, string detail) =>
        Finding.Warning(reason, value, utterance, name, detail);
}
