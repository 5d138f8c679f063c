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

    /// <summary>The words with the likeliest path's times and their edges at the sound, and the length of the audio in seconds.</summary>
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
        var logProbs = new SegmentedLogProbs(recognition, alphabet.Size);
        long samples = 0;
        foreach (var block in audio)
        {
            cancellation.ThrowIfCancellationRequested();
            levels.Add(block.Span);
            logProbs.Add(block);
            samples += block.Length;
        }

        logProbs.Finish();
        var heard = CollectionsMarshal.AsSpan(logProbs.Values);
        var seconds = timing.Seconds(samples);
        var path = alignment.Align(heard, logProbs.Frames, text, cancellation);
        var words = HeardBesides.Weigh(WordTimes.Of(path, timing, seconds), path, heard, alphabet.Size);
        return (WordEdges.AtSound(words, levels), seconds);
    }
}
