using AsrTrainer.Speech.Transcripts;

namespace AsrTrainer.Neural.Transcription;

/// <summary>What was said so far in a segment.</summary>
/// <param name="Text">Its text.</param>
/// <param name="Segment">The whole segment when it has ended; null while it goes on, when the text may still change.</param>
public sealed record StreamedText(string Text, TranscriptSegment? Segment);
