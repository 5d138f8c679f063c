using AsrTrainer.Speech.Timing;

namespace AsrTrainer.Speech.Corpora;

/// <summary>Holds what a file proves to hold, once decoded, against what the corpus says of its length.</summary>
internal static class DeclaredLength
{
    // How far a file may be from what is declared: durations are rounded, and headers of compressed audio estimate.
    private const double ToleratedShare = 0.1;
    private const double ToleratedSeconds = 0.5;

    /// <summary>
    /// What is wrong with a file that is far longer than declared: its batch is made for the declared length, so that memory and the limits
    /// of length would be passed by unseen. Null where nothing is.
    /// </summary>
    public static DroppedUtterance? FindLonger(Utterance utterance, double seconds) =>
        seconds <= (utterance.Seconds * (1 + ToleratedShare)) + ToleratedSeconds
            ? null
            : new DroppedUtterance(
                utterance.Id,
                utterance.AudioPath,
                FindingReason.LongerThanDeclared,
                $"its file holds {seconds:0.###} s, the corpus says {utterance.Seconds:0.###} s; correct the duration in the manifest, or "
                + "cut the audio")
            {
                Value = $"{seconds:0.###} s for {utterance.Seconds:0.###} s",
            };

    /// <summary>
    /// Whether a file is far shorter than declared: it may have lost its end, and with it what the end of its transcript says.
    /// </summary>
    public static bool IsShorter(Utterance utterance, double seconds) =>
        seconds < (utterance.Seconds * (1 - ToleratedShare)) - ToleratedSeconds;

    /// <summary>
    /// What is wrong with a file that is too short for its transcript, though its declared length is not. Null where nothing is.
    /// </summary>
    public static DroppedUtterance? FindTooShort(Utterance utterance, long samples, int[] tokens, FrameTiming timing)
    {
        var frames = timing.ModelFramesOfSamples(samples);
        var required = CtcFeasibility.RequiredFrames(tokens);
        return required <= frames
            ? null
            : new DroppedUtterance(
                utterance.Id,
                utterance.AudioPath,
                FindingReason.TooShortForTranscript,
                $"its file holds {timing.Seconds(samples):0.###} s, the corpus says {utterance.Seconds:0.###} s; it gives "
                + $"{frames} model frames and the transcript needs {required}; correct the duration in the manifest, or remove the "
                + "utterance")
            {
                Value = Frames(frames, required),
            };
    }

    /// <summary>Frames that are there beside those that are needed, short.</summary>
    public static string Frames(long frames, int required) => $"{frames} of {required} frames";
}
