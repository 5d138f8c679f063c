using AsrTrainer.Neural.Frontend;
using AsrTrainer.Neural.Models;
using AsrTrainer.Neural.Training;
using AsrTrainer.Speech.Batching;
using AsrTrainer.Speech.Text;
using TorchSharp.BeyondTorchSharp;
using static TorchSharp.torch;

namespace AsrTrainer.Neural.Tests.Training;

/// <summary>Plans for runs of a second or a few.</summary>
internal static class TinyPlans
{
    /// <summary>Three epochs of four batches over the ten clips, with everything random switched on; two dev sets.</summary>
    public static TrainingPlan Of(string runFolder) => new()
    {
        Features = new FrontendOptions { Mels = 16 },
        Model = new ModelOptions
        {
            CnnChannels = 4,
            CnnBlocks = 1,
            ProjectionWidth = 16,
            RnnBlocks = 2,
            RnnWidth = 12,
            HeadWidth = 12,
            Dropout = 0.1,
        },
        SpecAugment = new SpecAugmentOptions { FrequencyWidth = 4, TimeWidth = 10 },
        Training = new TrainingOptions { Epochs = 3, LearningRate = 3e-3, WarmupEpochs = 0.5, Seed = 17 },
        Batching = new BatchingOptions { MaxUtterances = 3, MaxBatchSeconds = 20, Buckets = 2 },
        Loading = new BatchLoaderOptions { Workers = 1, SpeedFactors = [0.95, 1.0, 1.05] },
        Alphabet = Alphabet.English,
        Normalizer = TranscriptNormalizer.LowerCase.Name,
        Train = SpeechClips.Corpus("clips"),
        Dev = [SpeechClips.Corpus("dev", 4), SpeechClips.Corpus("other", 2)],
        RunFolder = runFolder,
        Configuration = "training:\n  epochs: 3\n",
        Device = CPU,
        Precision = Precision.Fp32,
    };

    /// <summary>The ways in which recurrent layers are computed, as far as this processor has them.</summary>
    public static TheoryData<string> Layers() =>
        FusedLayers.HasBFloat16 ? ["fused gru", "plain gru", "lstm", "bf16"] : ["fused gru", "plain gru", "lstm"];

    /// <summary>The same plan with one of <see cref="Layers"/>, to be used within a <see cref="LayerSetting"/>.</summary>
    public static TrainingPlan With(string layers, string runFolder)
    {
        var plan = Of(runFolder);
        return layers switch
        {
            "lstm" => plan with { Model = plan.Model with { Cell = RecurrentCell.Lstm } },
            "bf16" => plan with { Precision = Precision.Bf16 },
            _ => plan,
        };
    }
}
