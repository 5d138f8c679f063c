using AsrTrainer.Reports;

namespace AsrTrainer.Tests.Reports;

public sealed class StageTimesTests
{
    [Fact]
    public void Each_stage_has_the_time_since_the_one_before_and_repeated_ones_add_up()
    {
        var clock = new SteppedClock();
        var times = new StageTimes(clock);
        times.AddEarlier("start", TimeSpan.FromSeconds(0.25));
        clock.Milliseconds += 1500;
        times.End("reading");
        clock.Milliseconds += 30;
        times.End("text");
        clock.Milliseconds += 200;
        times.End("reading");
        Assert.Equal(
            ["   0.250 s  start", "   1.700 s  reading", "   0.030 s  text", "   1.980 s  in all"], times.Lines());
    }

    private sealed class SteppedClock : TimeProvider
    {
        public long Milliseconds { get; set; } = 1000;

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => Milliseconds;
    }
}
