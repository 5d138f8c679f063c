using AsrTrainer.Neural.Models;

namespace AsrTrainer.Neural.Transcription;

/// <summary>
/// What a model hears in audio of any length, in bounded memory: windows that overlap on a common grid of model frames, of each of which
/// the middle is kept, where it hears as much before and after as matters. Audio of little more than one window is heard as a whole.
/// </summary>
/// <param name="recognition">The model.</param>
public sealed class WindowedLogProbs(Recognition recognition)
{
    // Seconds that are kept of a window, and that are heard on each side of them.
    private const double Kept = 30;
    private const double Context = 5;

    private readonly int frameSamples = recognition.Timing.HopSamples * recognition.Timing.TimeStride;
    private readonly List<float> heard = [];
    private readonly List<float> values = [];

    // Frames at the beginning of what is held that the window before has given already.
    private int given;

    /// <summary>Log-probabilities so far, (T,V) row-major.</summary>
    public List<float> Values => values;

    /// <summary>The model frames in <see cref="Values"/>, T.</summary>
    public int Frames { get; private set; }

    /// <summary>Takes the next samples, at the model's rate.</summary>
    public void Add(ReadOnlySpan<float> samples)
    {
        heard.AddRange(samples);
        while (heard.Count >= (given + InFrames(Kept + Context)) * frameSamples)
        {
            Hear(heard[..((given + InFrames(Kept + Context)) * frameSamples)], given + InFrames(Kept));
            var next = given + InFrames(Kept) - InFrames(Context);
            heard.RemoveRange(0, next * frameSamples);
            given = InFrames(Context);
        }
    }

    /// <summary>The samples end here; what is added next is heard by itself.</summary>
    /// <param name="more">Whether more will be added: then the samples were a whole number of frames, and so many are kept.</param>
    public void Finish(bool more = false)
    {
        if (heard.Count > given * frameSamples)
        {
            Hear(heard, more ? heard.Count / frameSamples : int.MaxValue);
        }

        heard.Clear();
        given = 0;
    }

    /// <summary>Instead of samples, so many frames that are known; after <see cref="Finish"/>.</summary>
    /// <param name="frame">Log-probabilities (V) of each of them.</param>
    /// <param name="count">How many.</param>
    public void Add(ReadOnlySpan<float> frame, int count)
    {
        for (var i = 0; i < count; i++)
        {
            values.AddRange(frame);
        }

        Frames += count;
    }

    private void Hear(List<float> samples, int end)
    {
        var (logProbs, frames) = recognition.LogProbs([.. samples], [samples.Count]);
        var vocabulary = logProbs.Length / frames[0];
        var kept = Math.Min(end, frames[0]);
        values.AddRange(logProbs.AsSpan((given * vocabulary)..(kept * vocabulary)));
        Frames += kept - given;
    }

    private int InFrames(double seconds) => (int)(seconds * recognition.Timing.SampleRate / frameSamples);
}
