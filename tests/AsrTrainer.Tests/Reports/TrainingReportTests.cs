using AsrTrainer.Neural.Training;
using AsrTrainer.Reports;
using Serilog.Core;

namespace AsrTrainer.Tests.Reports;

public sealed class TrainingReportTests
{
    [Fact]
    public void Progress_is_shown_at_first_and_then_once_in_each_interval()
    {
        var clock = new HandSetClock();
        var output = new StringWriter { NewLine = "\n" };
        var report = new TrainingReport(new PlainTrainingDisplay(output), Logger.None, clock);
        for (int step = 1; step <= 25; step++)
        {
            report.Progress(new TrainingProgress(1, 1, step, 25, 1, 1, 1, 0, TimeSpan.Zero));
            clock.Seconds++;
        }

        Assert.Equal(
            ["1/25", "11/25", "21/25"],
            output.ToString().TrimEnd().Split('\n').Select(line => line.Split("step ")[1].Split(' ')[0]));
    }

    [Fact]
    public void Every_notice_is_shown()
    {
        var output = new StringWriter { NewLine = "\n" };
        var report = new TrainingReport(new PlainTrainingDisplay(output), Logger.None, new HandSetClock());
        report.Notice("one");
        report.Notice("two");
        Assert.Equal("one\ntwo\n", output.ToString());
    }

    private sealed class HandSetClock : TimeProvider
    {
        public long Seconds { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;
    }
}
