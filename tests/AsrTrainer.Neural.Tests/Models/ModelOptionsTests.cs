using AsrTrainer.Neural.Models;

namespace AsrTrainer.Neural.Tests.Models;

public sealed class ModelOptionsTests
{
    public static TheoryData<ModelOptions, string> Bad() => new()
    {
        { new() { Stride = 5 }, "Stride must be 1 to 4, was 5" },
        { new() { CnnChannels = 0 }, "CnnChannels must be 1 to 512, was 0" },
        { new() { CnnBlocks = -1 }, "CnnBlocks must be 0 to 32, was -1" },
        { new() { ProjectionWidth = 8193 }, "ProjectionWidth must be 1 to 8192, was 8193" },
        { new() { RnnBlocks = 0 }, "RnnBlocks must be 1 to 32, was 0" },
        { new() { RnnLayers = 9 }, "RnnLayers must be 1 to 8, was 9" },
        { new() { RnnWidth = 0 }, "RnnWidth must be 1 to 8192, was 0" },
        { new() { HeadWidth = 0 }, "HeadWidth must be 1 to 8192, was 0" },
        { new() { Dropout = 1 }, "Dropout must be at least 0 and below 1, was 1" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void A_value_out_of_bounds_is_named_with_what_is_allowed_and_found(ModelOptions options, string problem) =>
        Assert.Contains(problem, options.Validate().Select(found => $"{found.Property} {found.Problem}"));

    [Fact]
    public void The_defaults_can_be_used() => Assert.Empty(new ModelOptions().Validate());
}
