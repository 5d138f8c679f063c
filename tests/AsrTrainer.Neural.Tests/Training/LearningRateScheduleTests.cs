using AsrTrainer.Neural.Training;

namespace AsrTrainer.Neural.Tests.Training;

public sealed class LearningRateScheduleTests
{
    private static readonly TrainingOptions Options = new() { Epochs = 10, LearningRate = 1, WarmupEpochs = 2, FinalShare = 0.1 };

    [Theory]
    [InlineData(ScheduleShape.Constant, 0, 0.001)]
    [InlineData(ScheduleShape.Constant, 1, 0.5)]
    [InlineData(ScheduleShape.Constant, 2, 1)]
    [InlineData(ScheduleShape.Constant, 6, 1)]
    [InlineData(ScheduleShape.Constant, 10, 1)]
    [InlineData(ScheduleShape.Linear, 0, 0.001)]
    [InlineData(ScheduleShape.Linear, 1.5, 0.75)]
    [InlineData(ScheduleShape.Linear, 2, 1)]
    [InlineData(ScheduleShape.Linear, 4, 0.775)]
    [InlineData(ScheduleShape.Linear, 6, 0.55)]
    [InlineData(ScheduleShape.Linear, 10, 0.1)]
    [InlineData(ScheduleShape.Cosine, 0.5, 0.25)]
    [InlineData(ScheduleShape.Cosine, 2, 1)]
    [InlineData(ScheduleShape.Cosine, 4, 0.86819805153394641)] // 1 - 0.9 (1 - cos 45°) / 2
    [InlineData(ScheduleShape.Cosine, 6, 0.55)]
    [InlineData(ScheduleShape.Cosine, 8, 0.23180194846605365)]
    [InlineData(ScheduleShape.Cosine, 10, 0.1)]
    [InlineData(ScheduleShape.Cosine, 11, 0.1)]
    public void The_rate_rises_over_the_warm_up_and_then_falls_by_its_shape(ScheduleShape shape, double epochs, double expected) =>
        Assert.Equal(expected, LearningRateSchedule.At(Options with { Schedule = shape }, epochs), 12);

    [Fact]
    public void Without_a_warm_up_the_first_step_has_the_full_rate() =>
        Assert.Equal(1, LearningRateSchedule.At(Options with { WarmupEpochs = 0 }, 0));

    [Theory]
    [InlineData(ScheduleShape.Constant)]
    [InlineData(ScheduleShape.Linear)]
    [InlineData(ScheduleShape.Cosine)]
    public void It_scales_with_the_highest_rate_and_never_rises_after_the_warm_up(ScheduleShape shape)
    {
        var options = Options with { Schedule = shape, LearningRate = 3e-4 };
        var rates = Enumerable.Range(0, 81).Select(i => LearningRateSchedule.At(options, 2 + (i / 10.0))).ToArray();
        Assert.Equal(3e-4, rates[0], 15);
        Assert.Equal(rates.OrderDescending(), rates);
    }

    [Fact]
    public void The_warm_up_is_never_more_than_half_of_the_run()
    {
        var trial = Options with { Epochs = 2, WarmupEpochs = 5 };
        Assert.Equal(0.5, LearningRateSchedule.At(trial, 0.5));
        Assert.Equal(1, LearningRateSchedule.At(trial, 1));
        Assert.True(LearningRateSchedule.At(trial, 1.5) < 1);
    }
}
