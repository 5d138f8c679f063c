using System.Runtime.InteropServices;
using AsrTrainer.Neural.Models;
using AsrTrainer.Speech.Audio;
using AsrTrainer.Speech.Decoding;
using AsrTrainer.Speech.Faults;
using AsrTrainer.Speech.Text;

namespace AsrTrainer.Neural.Transcription;

/// <summary>Finds where in a recording each word of a known text is said.</summary>
/// <param name="recognition">The model.</param>
/// <param name="alphabet">The model's.</param>
public sealed class Aligner(Recognition recognition, Alphabet alphabet)
{
    private readonly ForcedAlignment alignment = new(alphabet);

    /// <summary>The words of a text with their times, those of the likeliest path with the edges at the sound; and the audio's seconds.</summary>
    /// <param name="audio">Samples at the model's rate, block by block, as many as there are.</param>
    /// <param name="text">Normalised, in characters of the alphabet.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="UserFault">With <see cref="ExitCode.Data"/>: the text does not fit into the audio.</exception>
    public (IReadOnlyList<TimedWord> Words, double Seconds) Align(
        IEnumerable<ReadOnlyMemory<float>> audio, string text, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(audio);
        var timing = recognition.Timing;
        var levels = new SoundLevels(timing.SampleRate);
        var logProbs = new WindowedLogProbs(recognition);
        long samples = 0;
        foreach (var block in audio)
        {
            cancellation.ThrowIfCancellationRequested();
            levels.Add(block.Span);
            logProbs.Add(block.Span);
            samples += block.Length;
        }

        logProbs.Finish();
        var path = alignment.Align(CollectionsMarshal.AsSpan(logProbs.Values), logProbs.Frames, text, cancellation);
        return (WordEdges.AtSound(WordTimes.Of(path, timing, timing.Seconds(samples)), levels), timing.Seconds(samples));
    }
}
