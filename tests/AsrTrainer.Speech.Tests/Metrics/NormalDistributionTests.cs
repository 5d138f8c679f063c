using AsrTrainer.Speech.Metrics;

namespace AsrTrainer.Speech.Tests.Metrics;

public sealed class NormalDistributionTests
{
    // The usual tables, to as many digits as double precision has.
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0.31731050786291415)]
    [InlineData(-1.959963984540054, 0.05)]
    [InlineData(2.5758293035489004, 0.01)]
    [InlineData(2.9999999, 0.002699796949)]
    [InlineData(3, 0.0026997960632601866)]
    [InlineData(5, 5.733031437583869e-07)]
    [InlineData(10, 1.5239706048321052e-23)]
    public void Tails_are_those_of_the_tables(double z, double tail) =>
        Assert.InRange(NormalDistribution.TwoSidedTail(z) / tail, 1 - 1e-9, 1 + 1e-9);

    [Fact]
    public void The_tail_falls_steadily_where_the_formula_changes()
    {
        double[] tails = [.. Enumerable.Range(0, 200).Select(i => NormalDistribution.TwoSidedTail(2.9 + (i * 0.001)))];

        Assert.Equal(tails.OrderDescending(), tails);
        Assert.Equal(200, tails.Distinct().Count());
    }
}
