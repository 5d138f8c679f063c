using AsrTrainer.Neural.Training;

namespace AsrTrainer.Neural.Tests.Training;

public sealed class TrainingOptionsTests
{
    public static TheoryData<TrainingOptions, string> Bad() => new()
    {
        { new() { Epochs = 0 }, "Epochs must be 1 to 100000, was 0" },
        { new() { Epochs = 100001 }, "Epochs must be 1 to 100000, was 100001" },
        { new() { Seed = -1 }, "Seed must be at least 0, was -1" },
        { new() { LearningRate = 0 }, "LearningRate must be > 0, was 0" },
        { new() { LearningRate = double.NaN }, "LearningRate must be > 0, was NaN" },
        { new() { FinalShare = 1.5 }, "FinalShare must be 0 to 1, was 1.5" },
        { new() { WarmupEpochs = -1 }, "WarmupEpochs must be at least 0, was -1" },
        { new() { WeightDecay = -0.1 }, "WeightDecay must be at least 0, was -0.1" },
        { new() { GradientClip = 0 }, "GradientClip must be > 0, was 0" },
        { new() { EvaluateEvery = 0 }, "EvaluateEvery must be at least 1, was 0" },
        { new() { NonFiniteLimit = 0 }, "NonFiniteLimit must be at least 1, was 0" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void A_value_out_of_bounds_is_named_with_what_is_allowed_and_found(TrainingOptions options, string problem) =>
        Assert.Contains(problem, options.Validate().Select(found => $"{found.Property} {found.Problem}"));

    [Fact]
    public void The_defaults_can_be_used() => Assert.Empty(new TrainingOptions().Validate());
}
