namespace AsrTrainer.Speech.Decoding;

/// <summary>A word with its place in the audio.</summary>
/// <param name="Text">The word.</param>
/// <param name="Start">Where its first character begins, in seconds.</param>
/// <param name="End">Where its last character ends, in seconds.</param>
/// <param name="Confidence">
/// The geometric mean of its characters' confidences, 0 to 1; of a word that was aligned, also of what is heard besides: see
/// <see cref="HeardBesides"/>.
/// </param>
/// <param name="Characters">Its characters.</param>
public sealed record TimedWord(string Text, double Start, double End, double Confidence, IReadOnlyList<TimedCharacter> Characters);

/// <summary>A character with its place in the audio.</summary>
/// <param name="Text">The character.</param>
/// <param name="Start">Where its first frame begins, in seconds.</param>
/// <param name="End">Where its last frame ends, in seconds.</param>
/// <param name="Confidence">The largest posterior in its frames, 0 to 1.</param>
public readonly record struct TimedCharacter(char Text, double Start, double End, double Confidence);
