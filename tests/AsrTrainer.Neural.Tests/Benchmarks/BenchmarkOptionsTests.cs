using AsrTrainer.Neural.Benchmarks;

namespace AsrTrainer.Neural.Tests.Benchmarks;

public sealed class BenchmarkOptionsTests
{
    [Fact]
    public void The_defaults_are_valid() => Assert.Empty(new BenchmarkOptions().Validate());

    [Theory]
    [InlineData(10.0, null, 120)]
    [InlineData(0.1, null, 1)]
    [InlineData(10.0, 7, 7)]
    public void There_are_twelve_tokens_a_second_unless_told_otherwise(double seconds, int? tokens, int each) =>
        Assert.Equal(each, new BenchmarkOptions { Seconds = seconds, Tokens = tokens }.TokensEach);

    [Theory]
    [InlineData(0, 10, 1, 5, nameof(BenchmarkOptions.Batch))]
    [InlineData(8, 0, 1, 5, nameof(BenchmarkOptions.Seconds))]
    [InlineData(8, double.NaN, 1, 5, nameof(BenchmarkOptions.Seconds))]
    [InlineData(8, 10, 0, 5, nameof(BenchmarkOptions.Tokens))]
    [InlineData(8, 10, 1, 0, nameof(BenchmarkOptions.Steps))]
    [InlineData(6, 3600, 1, 5, nameof(BenchmarkOptions.Seconds))]
    public void What_cannot_be_used_is_named(int batch, double seconds, int tokens, int steps, string property)
    {
        var options = new BenchmarkOptions { Batch = batch, Seconds = seconds, Tokens = tokens, Steps = steps };
        Assert.Equal(property, Assert.Single(options.Validate()).Property);
    }
}
