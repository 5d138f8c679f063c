namespace AsrTrainer.Speech.Decoding;

/// <summary>The frames in which a CTC path gives a token: neighbouring frames without a blank between them.</summary>
/// <param name="FirstFrame">The first model frame, from 0.</param>
/// <param name="EndFrame">The frame after the last.</param>
/// <param name="Confidence">The largest posterior of the token in these frames, 0 to 1.</param>
public readonly record struct TokenSpan(int FirstFrame, int EndFrame, double Confidence);
