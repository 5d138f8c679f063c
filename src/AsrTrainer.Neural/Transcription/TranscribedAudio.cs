using AsrTrainer.Speech.Faults;
using AsrTrainer.Speech.Transcripts;

namespace AsrTrainer.Neural.Transcription;

/// <summary>What became of one file.</summary>
/// <param name="Path">The file, as it was named.</param>
/// <param name="SampleRate">Its rate in Hz; 0 where it could not be opened.</param>
/// <param name="Duration">Its length in seconds, as far as it was read.</param>
/// <param name="Segments">What is said in it; empty where it cannot be used.</param>
/// <param name="Fault">Why it cannot be used; null where it can.</param>
public sealed record TranscribedAudio(
    string Path, int SampleRate, double Duration, IReadOnlyList<TranscriptSegment> Segments, UserFault? Fault);
