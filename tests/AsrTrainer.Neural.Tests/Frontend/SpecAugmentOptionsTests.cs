using AsrTrainer.Neural.Frontend;

namespace AsrTrainer.Neural.Tests.Frontend;

public sealed class SpecAugmentOptionsTests
{
    public static TheoryData<SpecAugmentOptions, string> Bad() => new()
    {
        { new() { FrequencyMasks = -1 }, "FrequencyMasks must be 0 to 10, was -1" },
        { new() { FrequencyMasks = 11 }, "FrequencyMasks must be 0 to 10, was 11" },
        { new() { FrequencyWidth = -1 }, "FrequencyWidth must be 0 to 256 bands, was -1" },
        { new() { FrequencyWidth = 257 }, "FrequencyWidth must be 0 to 256 bands, was 257" },
        { new() { TimeMasks = -1 }, "TimeMasks must be 0 to 20, was -1" },
        { new() { TimeMasks = 21 }, "TimeMasks must be 0 to 20, was 21" },
        { new() { TimeWidth = -1 }, "TimeWidth must be 0 to 1000 frames, was -1" },
        { new() { TimeWidth = 1001 }, "TimeWidth must be 0 to 1000 frames, was 1001" },
        { new() { TimeShare = -0.1 }, "TimeShare must be 0 to 1, was -0.1" },
        { new() { TimeShare = 1.1 }, "TimeShare must be 0 to 1, was 1.1" },
        { new() { TimeShare = double.NaN }, "TimeShare must be 0 to 1, was NaN" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void A_value_out_of_bounds_is_named_with_what_is_allowed_and_found(SpecAugmentOptions options, string problem)
    {
        var found = Assert.Single(options.Validate());
        Assert.Equal(problem, $"{found.Property} {found.Problem}");
    }

    [Fact]
    public void The_bounds_themselves_are_allowed()
    {
        Assert.Empty(new SpecAugmentOptions().Validate());
        SpecAugmentOptions least = new() { FrequencyMasks = 0, FrequencyWidth = 0, TimeMasks = 0, TimeWidth = 0, TimeShare = 0 };
        SpecAugmentOptions most = new() { FrequencyMasks = 10, FrequencyWidth = 256, TimeMasks = 20, TimeWidth = 1000, TimeShare = 1 };
        Assert.Empty(least.Validate());
        Assert.Empty(most.Validate());
    }
}
