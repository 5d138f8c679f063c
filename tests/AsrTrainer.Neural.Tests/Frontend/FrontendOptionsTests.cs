using AsrTrainer.Neural.Frontend;

namespace AsrTrainer.Neural.Tests.Frontend;

public sealed class FrontendOptionsTests
{
    public static TheoryData<FrontendOptions, string> Bad() => new()
    {
        { new() { SampleRate = 7999, HighHertz = 3900 }, "SampleRate must be 8000 to 48000 hertz, was 7999" },
        { new() { SampleRate = 48001 }, "SampleRate must be 8000 to 48000 hertz, was 48001" },
        { new() { Mels = 7 }, "Mels must be 8 to 256, was 7" },
        { new() { Mels = 257 }, "Mels must be 8 to 256, was 257" },
        { new() { WindowSamples = 63, HopSamples = 16 }, "WindowSamples must be 64 to 4096 samples and even, was 63" },
        { new() { WindowSamples = 4097 }, "WindowSamples must be 64 to 4096 samples and even, was 4097" },
        { new() { WindowSamples = 401 }, "WindowSamples must be 64 to 4096 samples and even, was 401" },
        { new() { HopSamples = 15 }, "HopSamples must be 16 to window_samples (400), was 15" },
        { new() { HopSamples = 401 }, "HopSamples must be 16 to window_samples (400), was 401" },
        { new() { LowHertz = -1 }, "LowHertz must be at least 0, was -1" },
        {
            new() { LowHertz = 4000, HighHertz = 4000 },
            "HighHertz must be above low_hertz (4000) and at most half the sample rate (8000), was 4000"
        },
        { new() { HighHertz = 8001 }, "HighHertz must be above low_hertz (0) and at most half the sample rate (8000), was 8001" },
        { new() { HighHertz = double.NaN }, "HighHertz must be above low_hertz (0) and at most half the sample rate (8000), was NaN" },
        { new() { LogFloor = 0 }, "LogFloor must be > 0, was 0" },
    };

    public static TheoryData<FrontendOptions> Good() =>
    [
        new(),
        new() { SampleRate = 8000, HighHertz = 4000 },
        new() { SampleRate = 48000, HighHertz = 24000 },
        new() { Mels = 8 },
        new() { Mels = 256 },
        new() { WindowSamples = 64, HopSamples = 16 },
        new() { WindowSamples = 4096, HopSamples = 4096 },
    ];

    [Theory]
    [MemberData(nameof(Bad))]
    public void A_value_out_of_bounds_is_named_with_what_is_allowed_and_found(FrontendOptions options, string problem)
    {
        var found = Assert.Single(options.Validate());
        Assert.Equal(problem, $"{found.Property} {found.Problem}");
    }

    [Theory]
    [MemberData(nameof(Good))]
    public void The_bounds_themselves_are_allowed(FrontendOptions options) => Assert.Empty(options.Validate());
}
