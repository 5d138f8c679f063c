namespace AsrTrainer.Speech.Segmentation;

/// <summary>
/// A stretch of audio to be recognised at once. A segment, which is what lies between two pauses, is one window; a long one is several that
/// overlap.
/// </summary>
/// <param name="FirstSample">Where it begins, in samples from the start of the audio.</param>
/// <param name="Samples">One channel at the model's rate.</param>
/// <param name="OverlapSamples">How many of its first samples the window before it has as well; 0 where a segment begins.</param>
/// <param name="EndsSegment">Whether the segment ends with it.</param>
public sealed record SpeechWindow(long FirstSample, float[] Samples, int OverlapSamples, bool EndsSegment);
