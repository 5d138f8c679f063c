using AsrTrainer.Speech.Metrics;

namespace AsrTrainer.Speech.Tests.Metrics;

public sealed class MatchedPairsTests
{
    // References are a b c d ...; a capital is a wrong word, + an inserted one, a stroke a lost one.
    [Theory]
    [InlineData("a b c d e", "a b c d e", "")]
    [InlineData("X b c d e", "a b c d Y", "1-0 0-1")]
    [InlineData("X b c Y e", "a b c d e", "1-0 1-0")]
    [InlineData("X b Y d e", "a b c d e", "2-0")]
    [InlineData("X b c d e", "a b Y d e", "1-1")]
    [InlineData("X b + c d e Z", "a b c d e f", "2-0 1-0")]
    [InlineData("X b + c Y e f", "a b c d e f", "3-0")]
    [InlineData("a b c d +", "a b c d", "1-0")]
    [InlineData("+ a b c d", "a b c d + +", "1-0 0-2")]
    [InlineData("- b c d", "- b c d", "1-1")]
    [InlineData("- -", "a b", "2-0")]
    [InlineData("", "+ +", "0-2")]
    public void Two_words_that_both_have_right_part_segments(string first, string second, string expected)
    {
        string[] places = [.. first.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(word => word != "+")];
        string reference = string.Join(' ', places.Select((_, i) => (char)('a' + i)));

        IReadOnlyList<(int First, int Second)> segments = MatchedPairs.SegmentErrors(reference, Words(first), Words(second));

        Assert.Equal(expected, string.Join(' ', segments.Select(one => $"{one.First}-{one.Second}")));
    }

    [Fact]
    public void The_statistic_is_the_mean_difference_over_its_standard_error()
    {
        // Differences of the segments 1, 1, -1, 2: mean 0.75, squares of the deviations sum to 4.75.
        MatchedPairs test = MatchedPairs.Of(
        [
            Pair("a b", "a b", "X b"),
            Pair("a b", "a b", "a X"),
            Pair("a b", "X b", "a b"),
            Pair("a b", "a b", "X Y"),
            Pair("a b", "a b", "a b"),
        ]);

        double z = 0.75 / Math.Sqrt(4.75 / 3 / 4);
        Assert.Equal(4, test.Segments);
        Assert.Equal(0.75, test.MeanDifference, 1e-12);
        Assert.Equal(z, test.Z!.Value, 1e-12);

        // 1.19208 in tables of the normal distribution.
        Assert.Equal(0.23323, test.PValue!.Value, 1e-4);
    }

    [Fact]
    public void Without_a_difference_it_is_certain_that_there_may_be_none()
    {
        Assert.Equal(new MatchedPairs(0, 0, null, 1), MatchedPairs.Of([]));
        Assert.Equal(new MatchedPairs(0, 0, null, 1), MatchedPairs.Of([Pair("a b", "a b", "a b")]));
        Assert.Equal(new MatchedPairs(2, 0, null, 1), MatchedPairs.Of([Pair("a b", "X b", "X b"), Pair("a b", "a Y", "a Z")]));
    }

    [Fact]
    public void From_differences_that_are_all_the_same_nothing_is_concluded()
    {
        Assert.Equal(new MatchedPairs(1, 1, null, null), MatchedPairs.Of([Pair("a b", "a b", "X b")]));
        Assert.Equal(new MatchedPairs(2, 1, null, null), MatchedPairs.Of([Pair("a b", "a b", "X b"), Pair("a b", "a b", "X b")]));
    }

    private static string Words(string pattern) => pattern.Replace("-", "", StringComparison.Ordinal);

    private static (ScoredUtterance First, ScoredUtterance Second) Pair(string reference, string first, string second) =>
        (ScoredUtterance.Of("u", null, reference, first), ScoredUtterance.Of("u", null, reference, second));
}
