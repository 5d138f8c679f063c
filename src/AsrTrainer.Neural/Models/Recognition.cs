using AsrTrainer.Speech.Decoding;
using AsrTrainer.Speech.Timing;
using static TorchSharp.torch;

namespace AsrTrainer.Neural.Models;

/// <summary>From padded samples to hypotheses: the model, then the decoder over each utterance's own frames.</summary>
/// <param name="model">In evaluation mode.</param>
/// <param name="decoder">Over the model's alphabet.</param>
/// <param name="precision">The arithmetic of products.</param>
public sealed class Recognition(SpeechModel model, ICtcDecoder decoder, Precision precision)
{
    private readonly ForwardContext context = new(precision);

    /// <summary>How long the frames of hypotheses are.</summary>
    public FrameTiming Timing => model.Timing;

    /// <summary>Hypotheses of a batch.</summary>
    /// <param name="samples">(B,S) row-major, zero beyond each count.</param>
    /// <param name="sampleCounts">Samples of each utterance, at least 1.</param>
    public IReadOnlyList<Hypothesis> Recognise(float[] samples, IReadOnlyList<int> sampleCounts)
    {
        var (logProbs, frames) = LogProbs(samples, sampleCounts);
        var stride = logProbs.Length / sampleCounts.Count;
        return [.. frames.Select((count, b) => decoder.Decode(logProbs.AsSpan(b * stride, stride), count))];
    }

    /// <summary>The hypothesis of one utterance's log-probabilities; see <see cref="ICtcDecoder.Decode"/>.</summary>
    public Hypothesis Decode(ReadOnlySpan<float> logProbs, int frames) => decoder.Decode(logProbs, frames);

    /// <summary>What the model hears, for decoders that want more than one utterance of it.</summary>
    /// <param name="samples">(B,S) row-major, zero beyond each count.</param>
    /// <param name="sampleCounts">Samples of each utterance, at least 1.</param>
    /// <returns>Log-probabilities, (B,T,V) row-major, and the valid frames of each utterance, at most T.</returns>
    public (float[] Values, int[] Frames) LogProbs(float[] samples, IReadOnlyList<int> sampleCounts)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        var device = model.parameters().First().device;
        var audio = tensor(samples, [sampleCounts.Count, samples.Length / sampleCounts.Count]).to(device);
        var output = model.Forward(audio, sampleCounts, context);
        var values = output.LogProbs.to(ScalarType.Float32).cpu().contiguous().data<float>().ToArray();
        return (values, [.. output.Frames.Select(frames => (int)frames)]);
    }
}
