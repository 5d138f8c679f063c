using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Speech.Decoding;

/// <summary>What decoders hold their input to.</summary>
internal static class DecoderInput
{
    /// <summary>Refuses fewer values than the frames have.</summary>
    public static void Require(ReadOnlySpan<float> logProbs, int frames, int vocabulary)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(frames);
        if (logProbs.Length < (long)frames * vocabulary)
        {
            throw new ArgumentException(
                $"{frames} frames of {vocabulary} tokens need {(long)frames * vocabulary} values; there are {logProbs.Length}.",
                nameof(logProbs));
        }
    }

    /// <summary>What a model is told that gave NaN.</summary>
    public static UserFault NotANumber(int frame, int token) => new(
        ExitCode.Model,
        $"The model's output is not a number (frame {frame}, token {token}). Its weights are damaged or its training "
        + "diverged; use an earlier checkpoint, or --precision fp32 if this was a lower precision.");
}
