using AsrTrainer.Neural.Memory;
using AsrTrainer.Neural.Models;
using AsrTrainer.Speech.Audio;
using AsrTrainer.Speech.Decoding;
using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Neural.Transcription;

/// <summary>Recognises audio files of any format, rate and number of channels.</summary>
/// <param name="recognition">The model and the decoder.</param>
/// <param name="sampleRate">The rate that the model hears.</param>
public sealed class Transcriber(Recognition recognition, int sampleRate)
{
    /// <summary>The text of one file.</summary>
    /// <exception cref="UserFault">With <see cref="ExitCode.Data"/>: the file cannot be read.</exception>
    public Hypothesis Transcribe(string path) => Transcribe(AudioFile.ReadMono(path), path);

    /// <summary>The text of what was read from a file, at any rate.</summary>
    /// <exception cref="UserFault">With <see cref="ExitCode.Data"/>: it is too long.</exception>
    public Hypothesis Transcribe(AudioSignal heard, string path)
    {
        var signal = heard.SampleRate == sampleRate
            ? heard
            : new AudioSignal(Resampler.Resample(heard.Samples, heard.SampleRate, sampleRate), sampleRate);
        try
        {
            return recognition.Recognise(signal.Samples, [signal.Samples.Length])[0];
        }
        catch (Exception fault) when (AllocationFailure.Is(fault))
        {
            var minutes = signal.Samples.Length / 60.0 / sampleRate;
            throw new UserFault(ExitCode.Data, $"{path}: {minutes:F0} minutes of audio need more memory than there is; cut it into shorter files", fault);
        }
    }
}
