using AsrTrainer.Neural.Frontend;
using AsrTrainer.Neural.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace AsrTrainer.Neural.Tests.Models;

/// <summary>Small models and batches of features to try things on.</summary>
internal static class TinyModels
{
    public const int Vocabulary = 8;

    public static FrontendOptions Features { get; } = new() { Mels = 16 };

    public static ModelOptions Options { get; } = new()
    {
        CnnChannels = 4,
        CnnBlocks = 2,
        ProjectionWidth = 12,
        RnnBlocks = 3,
        RnnWidth = 10,
        HeadWidth = 10,
        Dropout = 0.1,
    };

    public static SpeechModel Make(ModelOptions? options = null, long seed = 3)
    {
        manual_seed(seed);
        return new SpeechModel(Features, options ?? Options, Vocabulary);
    }

    /// <summary>Features (B,F,T) with zeros beyond each length.</summary>
    public static Tensor Batch(IReadOnlyList<long> frames, long seed = 5)
    {
        manual_seed(seed);
        var features = randn(frames.Count, Features.Mels, frames.Max());
        for (var b = 0; b < frames.Count; b++)
        {
            if (frames[b] < frames.Max())
            {
                features.narrow(0, b, 1).narrow(2, frames[b], frames.Max() - frames[b]).zero_();
            }
        }

        return features;
    }

    /// <summary>The largest absolute difference.</summary>
    public static double Distance(Tensor a, Tensor b) => a.sub(b).abs().max().ToDouble();
}
