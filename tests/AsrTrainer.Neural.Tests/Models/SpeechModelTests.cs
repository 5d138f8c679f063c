using AsrTrainer.Neural.Frontend;
using AsrTrainer.Neural.Models;
using AsrTrainer.Speech.Text;
using AsrTrainer.Speech.Timing;
using TorchSharp;
using static TorchSharp.torch;

namespace AsrTrainer.Neural.Tests.Models;

public sealed class SpeechModelTests : IDisposable
{
    private static readonly long[] Frames = [37, 30, 21];

    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    public static TheoryData<ModelOptions> Variants() =>
    [
        TinyModels.Options,
        TinyModels.Options with { Bidirectional = false },
        TinyModels.Options with { Cell = RecurrentCell.Lstm },
        TinyModels.Options with { Cell = RecurrentCell.Lstm, Bidirectional = false, RnnLayers = 2 },
        TinyModels.Options with { RnnLayers = 3, RnnBlocks = 1 },
        TinyModels.Options with { CnnBlocks = 0, Stride = 1, RnnBlocks = 1 },
        TinyModels.Options with { Stride = 3, CnnChannels = 1 },
    ];

    [Fact]
    public void The_tutorials_model_has_23_705_373_parameters()
    {
        using var model = new SpeechModel(new FrontendOptions { Mels = 128, HopSamples = 200 }, new ModelOptions(), Alphabet.English.Size);
        Assert.Equal(23_705_373, model.ParameterCount);
        Assert.Equal(23_705_373, SpeechModel.ParameterCountOf(model.Features, model.Options, model.Vocabulary));
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void The_parameters_of_each_variant_can_be_counted_without_building_it(ModelOptions options)
    {
        using var model = TinyModels.Make(options);
        Assert.Equal(model.ParameterCount, SpeechModel.ParameterCountOf(TinyModels.Features, options, TinyModels.Vocabulary));
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void Each_variant_gives_log_probabilities_for_every_model_frame(ModelOptions options)
    {
        using var model = TinyModels.Make(options);
        var output = model.ForwardFeatures(TinyModels.Batch(Frames), Frames, ForwardContext.Inference);
        var timing = new FrameTiming(16000, 160, options.Stride);
        Assert.Equal([3, timing.ModelFrames(37), TinyModels.Vocabulary], output.LogProbs.shape);
        Assert.Equal(Frames.Select(timing.ModelFrames), output.Frames);
        Assert.True(TinyModels.Distance(output.LogProbs.exp().sum(2), ones(output.LogProbs.shape[..2])) < 1e-5);
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void In_double_precision_an_utterance_alone_equals_itself_in_a_padded_batch_within_1e_9(ModelOptions options)
    {
        using var model = TinyModels.Make(options).to(ScalarType.Float64);
        var batch = TinyModels.Batch(Frames).to(ScalarType.Float64);
        var together = model.ForwardFeatures(batch, Frames, ForwardContext.Inference);
        for (var b = 0; b < Frames.Length; b++)
        {
            var alone = model.ForwardFeatures(batch.narrow(0, b, 1).narrow(2, 0, Frames[b]), [Frames[b]], ForwardContext.Inference);
            Assert.True(TinyModels.Distance(alone.LogProbs[0], together.LogProbs[b].narrow(0, 0, together.Frames[b])) < 1e-9);
        }
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void Permuting_utterances_permutes_outputs(ModelOptions options)
    {
        using var model = TinyModels.Make(options).to(ScalarType.Float64);
        var batch = TinyModels.Batch(Frames).to(ScalarType.Float64);
        var straight = model.ForwardFeatures(batch, Frames, ForwardContext.Inference).LogProbs;
        var turned = model.ForwardFeatures(batch.flip(0), [21, 30, 37], ForwardContext.Inference).LogProbs;
        for (var b = 0; b < 3; b++)
        {
            Assert.True(TinyModels.Distance(turned[2 - b], straight[b]) < 1e-9);
        }
    }

    [Fact]
    public void Audio_alone_and_in_a_padded_batch_gives_the_same_log_probabilities()
    {
        using var model = TinyModels.Make().to(ScalarType.Float64);
        int[] counts = [7000, 5333, 321];
        manual_seed(2);
        var audio = randn(3, 7000, dtype: ScalarType.Float64);
        audio[1].narrow(0, 5333, 7000 - 5333).zero_();
        audio[2].narrow(0, 321, 7000 - 321).zero_();
        var together = model.Forward(audio, counts, ForwardContext.Inference);
        for (var b = 0; b < 3; b++)
        {
            var alone = model.Forward(audio.narrow(0, b, 1).narrow(1, 0, counts[b]), [counts[b]], ForwardContext.Inference);
            Assert.Equal(model.Timing.ModelFramesOfSamples(counts[b]), alone.Frames[0]);
            Assert.True(TinyModels.Distance(alone.LogProbs[0], together.LogProbs[b].narrow(0, 0, together.Frames[b])) < 1e-9);
        }
    }

    [Fact]
    public void Dropout_is_a_function_of_seed_and_step()
    {
        using var model = TinyModels.Make();
        var batch = TinyModels.Batch(Frames);
        Tensor Run(long seed, long step) =>
            model.ForwardFeatures(batch, Frames, new ForwardContext(Training: true, Seed: seed, Step: step)).LogProbs;
        var first = Run(1, 5);
        Assert.Equal(0, TinyModels.Distance(first, Run(1, 5)));
        Assert.True(TinyModels.Distance(first, Run(1, 6)) > 1e-4);
        Assert.True(TinyModels.Distance(first, Run(2, 5)) > 1e-4);
    }
}
