using AsrTrainer.Reports;
using AsrTrainer.Speech.Metrics;

namespace AsrTrainer.Tests.Reports;

public sealed class FiguresTests
{
    [Theory]
    [InlineData(0, "0.00 %")]
    [InlineData(0.12345, "12.35 %")]
    [InlineData(2.5, "250.00 %")]
    public void Shares_are_percent_with_two_decimals(double share, string text) => Assert.Equal(text, Figures.Percent(share));

    [Theory]
    [InlineData(0, "0:00")]
    [InlineData(754, "12:34")]
    [InlineData(3723, "1:02:03")]
    [InlineData(176523, "2 d 01:02:03")]
    public void Durations_start_with_their_largest_unit(double seconds, string text) =>
        Assert.Equal(text, Figures.Duration(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(59, "59.0 s")]
    [InlineData(1404, "23.4 min")]
    [InlineData(3456360, "960.1 h")]
    public void Audio_is_told_in_the_unit_that_reads_best(double seconds, string text) =>
        Assert.Equal(text, Figures.AudioLength(seconds));

    [Fact]
    public void Rates_have_the_form_that_scripts_read() =>
        Assert.Equal("WER 25.00 % CER 10.00 %", Figures.Rates(new ErrorCounts(1, 0, 0, 4), new ErrorCounts(0, 1, 1, 20)));
}
