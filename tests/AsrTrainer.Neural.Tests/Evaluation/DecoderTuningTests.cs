using AsrTrainer.Neural.Evaluation;
using AsrTrainer.Speech.Metrics;

namespace AsrTrainer.Neural.Tests.Evaluation;

public sealed class DecoderTuningTests
{
    [Theory]
    [InlineData(0.625, 2.25)]
    [InlineData(0, 0)]
    [InlineData(1.5, -3.75)]
    [InlineData(4, 9)]
    public void The_bottom_of_a_bowl_is_found_wherever_it_is(double weight, double bonus)
    {
        List<TuningPoint> told = [];

        var (points, best) = DecoderTuning.Run(
            (x, y) => (Errors((100 * Math.Abs(x - weight)) + (20 * Math.Abs(y - bonus))), default), told.Add);

        Assert.Equal((weight, bonus), (best.Weight, best.Bonus));
        Assert.Equal(points, told);
        Assert.Equal(points.Count, points.DistinctBy(point => (point.Weight, point.Bonus)).Count());
        Assert.InRange(points.Count, 12, 120);
    }

    [Fact]
    public void Of_equal_word_errors_the_fewer_character_errors_win_and_then_the_smaller_weight()
    {
        var (_, byCharacters) = DecoderTuning.Run((x, y) => (Errors(1), Errors(100 * Math.Abs(x - 1.5))), _ => { });
        var (_, byWeight) = DecoderTuning.Run((_, _) => (Errors(1), Errors(1)), _ => { });

        Assert.Equal(1.5, byCharacters.Weight);
        Assert.Equal((0, 0), (byWeight.Weight, byWeight.Bonus));
    }

    [Fact]
    public void No_weight_is_negative_and_none_without_end()
    {
        var (points, best) = DecoderTuning.Run((x, y) => (Errors(1000 - (10 * (x + y))), default), _ => { });

        Assert.Equal((20, 20), (best.Weight, best.Bonus));
        Assert.All(points, point => Assert.InRange(point.Weight, 0, 20));
    }

    private static ErrorCounts Errors(double count) => new((long)Math.Round(count), 0, 0, 1000);
}
