using AsrTrainer.Neural.Frontend;
using AsrTrainer.Neural.Memory;
using AsrTrainer.Neural.Models;

namespace AsrTrainer.Neural.Tests.Memory;

/// <summary>How the estimate follows the sizes; that it is right is measured in processes, by the tests of the program.</summary>
public sealed class MemoryEstimateTests
{
    private static readonly FrontendOptions Features = new();
    private static readonly BatchLengths Batch = new([160_000, 160_000, 80_000], [100, 90, 80]);

    [Fact]
    public void Weights_gradients_and_two_moments_are_four_floats_for_each_parameter()
    {
        var model = new ModelOptions();
        Assert.Equal(16.0 * SpeechModel.ParameterCountOf(Features, model, 29), Of(model).Weights);
    }

    [Fact]
    public void Everything_that_makes_a_batch_larger_takes_more()
    {
        var estimate = Of(new ModelOptions());
        var step = estimate.Step(Batch);
        Assert.True(estimate.Step(Batch with { Samples = [160_000, 160_000, 100_000] }) > step, "longer utterance");
        Assert.True(estimate.Step(Batch with { Samples = [170_000, 160_000, 80_000] }) > step, "longest utterance");
        Assert.True(estimate.Step(new BatchLengths([160_000, 160_000, 80_000, 1], [100, 90, 80, 1])) > step, "one more");
        Assert.True(estimate.Step(Batch with { Tokens = [9000, 90, 80] }) > step, "longer transcript");
        Assert.True(MemoryEstimate.Rest(Batch, 8) > MemoryEstimate.Rest(Batch, 1), "prefetch");
    }

    [Fact]
    public void Everything_that_makes_a_model_larger_takes_more()
    {
        var small = new ModelOptions();
        ModelOptions[] larger =
        [
            small with { CnnChannels = 48 },
            small with { CnnBlocks = 4 },
            small with { RnnBlocks = 6 },
            small with { RnnLayers = 2 },
            small with { RnnWidth = 600 },
            small with { ProjectionWidth = 700 },
            small with { HeadWidth = 4000 },
            small with { Cell = RecurrentCell.Lstm },
            small with { Stride = 1 },
        ];
        Assert.All(larger, model => Assert.True(Of(model).Step(Batch) > Of(small).Step(Batch), model.ToString()));
        Assert.True(Of(small, Precision.Bf16).Step(Batch) < Of(small).Step(Batch), "bf16");
    }

    [Fact]
    public void To_recognise_a_batch_takes_a_fraction_of_training_it()
    {
        var estimate = Of(new ModelOptions());
        Assert.InRange(estimate.Recognition(Batch), 0.05 * estimate.Step(Batch), 0.6 * estimate.Step(Batch));
        Assert.True(estimate.Recognition(Batch with { Samples = [320_000, 160_000, 80_000] }) > 1.5 * estimate.Recognition(Batch));
    }

    private static MemoryEstimate Of(ModelOptions model, Precision precision = Precision.Fp32) => new(Features, model, 29, precision);
}
