using AsrTrainer.Neural.Models;
using AsrTrainer.Speech.Audio;
using AsrTrainer.Speech.Decoding;

namespace AsrTrainer.Neural.Transcription;

/// <summary>Recognises audio files of any format, rate and number of channels.</summary>
/// <param name="recognition">The model and the decoder.</param>
/// <param name="sampleRate">The rate that the model hears.</param>
public sealed class Transcriber(Recognition recognition, int sampleRate)
{
    /// <summary>The text of one file.</summary>
    /// <exception cref="Speech.Faults.UserFault">With <see cref="Speech.Faults.ExitCode.Data"/>: the file cannot be read.</exception>
    public Hypothesis Transcribe(string path)
    {
        var signal = AudioFile.ReadMono(path, sampleRate);
        return recognition.Recognise(signal.Samples, [signal.Samples.Length])[0];
    }
}
