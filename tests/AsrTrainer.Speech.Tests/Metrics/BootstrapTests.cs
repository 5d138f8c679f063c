using AsrTrainer.Speech.Metrics;

namespace AsrTrainer.Speech.Tests.Metrics;

public sealed class BootstrapTests
{
    [Fact]
    public void Draws_of_three_utterances_have_the_distribution_of_all_that_can_be_drawn()
    {
        long[] errors = [0, 3, 1];
        long[] words = [4, 5, 2];
        double[] all =
        [
            .. from a in Enumerable.Range(0, 3)
               from b in Enumerable.Range(0, 3)
               from c in Enumerable.Range(0, 3)
               let rate = (double)(errors[a] + errors[b] + errors[c]) / (words[a] + words[b] + words[c])
               orderby rate
               select rate,
        ];

        RateInterval interval = Over(3).Ratio(errors, words)!.Interval;

        // Each of the 27 has a share of 3.7 %: both quantiles lie within the outermost.
        Assert.Equal((all[0], all[^1]), (interval.Low, interval.High));
    }

    [Fact]
    public void The_interval_of_many_utterances_is_that_of_the_normal_approximation()
    {
        Random random = new(7);
        long[] errors = [.. Enumerable.Range(0, 900).Select(_ => (long)random.Next(5))];
        double mean = errors.Average() / 10;
        double error = Math.Sqrt(errors.Sum(one => Math.Pow((one / 10.0) - mean, 2))) / errors.Length;

        RateInterval interval = Over(900).Ratio(errors, errors.Select(_ => 10L))!.Interval;

        Assert.InRange((interval.High - mean) / error, 1.96 - 0.08, 1.96 + 0.08);
        Assert.InRange((mean - interval.Low) / error, 1.96 - 0.08, 1.96 + 0.08);
    }

    [Fact]
    public void Equal_data_give_equal_figures()
    {
        long[] errors = [1, 0, 2, 5, 0, 1, 1, 3];
        long[] words = [3, 4, 4, 9, 1, 2, 7, 3];

        Assert.Equal(Over(8).Ratio(errors, words)!.Interval, Over(8).Ratio(errors, words)!.Interval);
    }

    [Fact]
    public void From_ten_speakers_on_a_speaker_is_drawn_with_all_that_he_says()
    {
        string[] speakers = [.. Enumerable.Range(0, 40).Select(i => $"{i % 10}")];
        long[] errors = [.. speakers.Select(speaker => speaker is "3" or "7" ? 5L : 0)];
        Bootstrap bySpeaker = new(speakers);

        // Utterances of one speaker are alike: drawn one by one, they would seem to say more than they do.
        RateInterval together = bySpeaker.Ratio(errors, errors.Select(_ => 10L))!.Interval;
        RateInterval apart = Over(40).Ratio(errors, errors.Select(_ => 10L))!.Interval;

        Assert.True(bySpeaker.IsOverSpeakers);
        Assert.Equal(10, bySpeaker.Units);
        Assert.True(together.High - together.Low > 1.5 * (apart.High - apart.Low));

        // Of ten drawn speakers, each a bad one with probability 0.2, none is bad in 11 % of draws, at most 4 are in 96.7 %, at most 5 in
        // 99.4 %.
        Assert.Equal(new RateInterval(0, 0.25), together);
    }

    [Theory]
    [InlineData(9, false)]
    [InlineData(10, true)]
    public void Fewer_than_ten_speakers_leave_utterances_to_draw(int count, bool isOverSpeakers)
    {
        Bootstrap bootstrap = new([.. Enumerable.Range(0, 30).Select(i => $"{i % count}")]);

        Assert.Equal((isOverSpeakers, isOverSpeakers ? count : 30), (bootstrap.IsOverSpeakers, bootstrap.Units));
    }

    [Fact]
    public void One_unknown_speaker_leaves_utterances_to_draw()
    {
        Assert.False(new Bootstrap([.. Enumerable.Range(0, 30).Select(i => i == 4 ? null : $"{i}")]).IsOverSpeakers);
    }

    [Fact]
    public void Of_fewer_than_two_utterances_nothing_is_said()
    {
        Assert.Null(Over(0).Ratio([], []));
        Assert.Null(Over(1).Ratio([1], [3]));
    }

    [Fact]
    public void Empty_references_alone_have_a_finite_interval()
    {
        Assert.Equal(new RateInterval(0, 0), Over(2).Ratio([0, 0], [0, 0])!.Interval);
        Assert.Equal(new RateInterval(2, 2), Over(2).Ratio([1, 1], [0, 0])!.Interval);
    }

    [Theory]
    [InlineData(10, 10_000)]
    [InlineData(20_000, 10_000)]
    [InlineData(50_000, 4_000)]
    [InlineData(1_000_000, 1_000)]
    public void Very_large_sets_are_drawn_less_often(int utterances, int draws) => Assert.Equal(draws, Over(utterances).Draws);

    [Fact]
    public void Quantiles_lie_between_the_nearest_values()
    {
        var ratio = new ResampledRatio([.. Enumerable.Range(0, 21).Select(i => i / 10.0)]);

        Assert.Equal(0.05, ratio.Interval.Low, 1e-12);
        Assert.Equal(1.95, ratio.Interval.High, 1e-12);
    }

    [Fact]
    public void The_probability_is_twice_the_share_beyond_zero()
    {
        // Two of nine on the other side: 2 * (1 + 2) / (9 + 1).
        Assert.Equal(0.6, new ResampledRatio([-2, -1, 1, 2, 3, 4, 5, 6, 7]).TwoSidedP, 1e-12);
        Assert.Equal(0.2, new ResampledRatio([1, 2, 3, 4, 5, 6, 7, 8, 9]).TwoSidedP, 1e-12);
        Assert.Equal(1, new ResampledRatio([0, 0, 0]).TwoSidedP);
    }

    private static Bootstrap Over(int utterances) => new(new string?[utterances]);
}
