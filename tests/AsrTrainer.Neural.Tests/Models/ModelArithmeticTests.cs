using AsrTrainer.Neural.Frontend;
using AsrTrainer.Neural.Models;

namespace AsrTrainer.Neural.Tests.Models;

public sealed class ModelArithmeticTests
{
    private static readonly FrontendOptions Features = new() { Mels = 9 };

    // 9 bands in strides of 2 are 5 rows; the sizes are all different, so that none can stand for another.
    private static readonly ModelOptions Options = new()
    {
        Stride = 2,
        CnnChannels = 3,
        CnnBlocks = 2,
        ProjectionWidth = 7,
        RnnBlocks = 2,
        RnnWidth = 11,
        HeadWidth = 13,
    };

    [Fact]
    public void One_frame_of_a_small_model_is_counted_by_hand()
    {
        // Stem: 3 channels × 5 rows of 9 products. Four convolutions: 3 × 5 outputs of 27 products.
        const double Convolutions = (3 * 5 * 9) + (4 * 3 * 5 * 27);
        // 15 to 7, 22 to 13, 13 to 17.
        const double Linear = (15 * 7) + (22 * 13) + (13 * 17);
        // Two directions of three gates of 11 units, over the input (7, then 22) and the state (11).
        const double Recurrent = (2 * 3 * 11 * (7 + 11)) + (2 * 3 * 11 * (22 + 11));
        const double Operations = 2 * (Convolutions + Linear + Recurrent);
        Assert.Equal(Operations, ModelArithmetic.Forward(Features, Options, vocabulary: 17, modelFrames: 1));
        Assert.Equal(5 * Operations, ModelArithmetic.Forward(Features, Options, 17, 5));
        Assert.Equal(3 * 5 * Operations, ModelArithmetic.Training(Features, Options, 17, 5));
    }

    [Theory]
    [InlineData(RecurrentCell.Gru, true, 1)]
    [InlineData(RecurrentCell.Lstm, false, 3)]
    [InlineData(RecurrentCell.Lstm, true, 2)]
    public void A_matrix_of_the_model_is_used_once_a_frame(RecurrentCell cell, bool bidirectional, int layers)
    {
        var options = Options with { Cell = cell, Bidirectional = bidirectional, RnnLayers = layers };
        using var model = new SpeechModel(Features, options, 17);

        // Convolutions aside, every weight is multiplied with one number for each frame.
        var weights = model.named_parameters()
            .Where(entry => entry.name.Contains("weight", StringComparison.Ordinal) && entry.parameter.dim() == 2)
            .Sum(entry => entry.parameter.numel());
        const double Convolutions = (3 * 5 * 9) + (4 * 3 * 5 * 27);
        Assert.Equal(2 * (weights + Convolutions), ModelArithmetic.Forward(Features, options, 17, 1));
    }

    [Fact]
    public void The_tutorials_training_step_is_about_515_gigaoperations()
    {
        var features = new FrontendOptions { Mels = 128, HopSamples = 200 };
        var operations = ModelArithmetic.Training(features, new ModelOptions(), vocabulary: 29, modelFrames: 8 * 400);
        Assert.InRange(operations / 1e9, 505, 525);
    }
}
