using System.Text.Json;
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

    [Fact]
    public void After_each_epoch_the_log_for_tools_says_what_memory_is_held()
    {
        using var folder = new TemporaryFolder();
        using (Logger log = RunLog.Open(folder.Path, verbose: false))
        {
            new TrainingReport(new PlainTrainingDisplay(TextWriter.Null), log, new HandSetClock()).Epoch(new EpochResult
            {
                Epoch = 1,
                Step = 2,
                TrainLoss = 3,
                LearningRate = 0.001,
                AudioSeconds = 4,
                TrainSeconds = 5,
                WaitShare = 0,
                SkippedSteps = 0,
                Dev = [],
                IsBest = true,
            });
        }

        using JsonDocument line = JsonDocument.Parse(File.ReadLines(folder.File(RunLog.JsonName)).Single());
        JsonElement memory = line.RootElement.GetProperty("Properties").GetProperty("Memory");
        Assert.InRange(memory.GetProperty("ResidentBytes").GetInt64(), 10_000_000, 100_000_000_000);
        Assert.InRange(memory.GetProperty("ManagedBytes").GetInt64(), 1, 100_000_000_000);
        Assert.InRange(memory.GetProperty("LiveTensors").GetInt64(), 0, 1_000_000);
    }

    private sealed class HandSetClock : TimeProvider
    {
        public long Seconds { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;
    }
}
