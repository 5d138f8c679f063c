using AsrTrainer.Speech.Timing;
using TorchSharp;
using static TorchSharp.torch;

namespace AsrTrainer.Neural.Frontend;

/// <summary>
/// The first module of the model: samples (B,S) to normalised log-mel features (B,F,T), zero beyond each utterance's frames. The
/// transform is centred with zeros around the utterance, so that an utterance alone and the same one in a padded batch see the same.
/// </summary>
public sealed class LogMel : nn.Module
{
    private readonly FrontendOptions options;
    private readonly FrameTiming timing;
    private readonly Tensor window;
    private readonly Tensor mel;

    /// <summary>A frontend with the given options; <paramref name="timing"/> says how many frames come out.</summary>
    public LogMel(FrontendOptions options, FrameTiming timing)
        : base(nameof(LogMel))
    {
        this.options = options;
        this.timing = timing;
        window = hann_window(options.WindowSamples);
        mel = tensor(MelFilterbank.Weights(options), [(options.WindowSamples / 2) + 1, options.Mels]);
        RegisterComponents();
    }

    /// <summary>Features of a batch.</summary>
    /// <param name="audio">Samples (B,S), zero beyond each count.</param>
    /// <param name="sampleCounts">Samples of each utterance, B of them.</param>
    /// <returns>Features (B,F,T) and the frames of each utterance.</returns>
    public (Tensor Features, long[] Frames) Forward(Tensor audio, IReadOnlyList<int> sampleCounts)
    {
        var frames = new long[sampleCounts.Count];
        for (var i = 0; i < frames.Length; i++)
        {
            frames[i] = timing.FeatureFrames(sampleCounts[i]);
        }

        using var scope = NewDisposeScope();
        var signal = audio.to(window.dtype);
        var spectrum = stft(
            signal, options.WindowSamples, options.HopSamples, options.WindowSamples, window,
            center: true, pad_mode: PaddingModes.Constant, onesided: true, return_complex: true);
        var power = spectrum.abs().square();
        var energies = matmul(power.transpose(1, 2), mel);
        var features = energies.add(options.LogFloor).log().transpose(1, 2).narrow(2, 0, frames.Max()).contiguous();
        var mask = FrameMask.Of(frames, features.shape[2], features.dtype, features.device).unsqueeze(1);
        return (Normalize(features, mask).MoveToOuterDisposeScope(), frames);
    }

    /// <summary>Mean 0 and deviation 1 over the valid frames only; frames beyond them become zero.</summary>
    /// <param name="features">(B,F,T).</param>
    /// <param name="mask">(B,1,T), one for valid frames.</param>
    private Tensor Normalize(Tensor features, Tensor mask)
    {
        var masked = features.mul(mask);
        if (options.Normalization == FeatureNormalization.None)
        {
            return masked;
        }

        long[] axes = options.Normalization == FeatureNormalization.Band ? [2] : [1, 2];
        var count = mask.sum([1, 2], keepdim: true).clamp_min(1);
        if (options.Normalization == FeatureNormalization.Utterance)
        {
            count = count.mul(options.Mels);
        }

        var mean = masked.sum(axes, keepdim: true).div(count);
        var centred = features.sub(mean).mul(mask);
        var variance = centred.square().sum(axes, keepdim: true).div(count);
        return centred.div(variance.sqrt().add(1e-5));
    }
}
