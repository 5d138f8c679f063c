using AsrTrainer.Neural.Checkpoints;
using AsrTrainer.Neural.Training;
using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Neural.Tests.Training;

/// <summary>When a run leaves checkpoints, and what becomes of it when it cannot. The tiny plan has three epochs of four steps.</summary>
public sealed class RunCheckpointsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Checkpoints_come_after_every_so_many_steps_besides_those_of_the_epochs()
    {
        Run(Plan(new CheckpointOptions { EverySteps = 3, KeepLast = 100 }));
        Assert.Equal([3, 4, 6, 8, 9, 12], Steps());
    }

    [Fact]
    public void Each_nth_of_them_stays_for_good()
    {
        // They are due after steps 3, 4, 6, 8, 9 and 12.
        Run(Plan(new CheckpointOptions { EverySteps = 3, KeepLast = 1, KeepEvery = 2 }) with { Dev = [] });
        Assert.Equal([4, 8, 12], Steps());
    }

    [Fact]
    public void Checkpoints_come_when_enough_minutes_have_passed_since_the_last()
    {
        var clock = new HandClock();
        var plan = Plan(new CheckpointOptions { EveryMinutes = 2, KeepLast = 100 });
        Run(plan, new RecordingObserver { AfterStep = _ => clock.Forward(TimeSpan.FromSeconds(50)) }, clock);
        Assert.Equal([3, 4, 7, 8, 11, 12], Steps());
    }

    [Fact]
    public void Without_steps_and_minutes_there_are_those_of_the_epochs()
    {
        var clock = new HandClock();
        var plan = Plan(new CheckpointOptions { EveryMinutes = 0, KeepLast = 100 });
        Run(plan, new RecordingObserver { AfterStep = _ => clock.Forward(TimeSpan.FromDays(1)) }, clock);
        Assert.Equal([4, 8, 12], Steps());
    }

    [Fact]
    public void A_checkpoint_that_cannot_be_written_costs_a_notice_and_is_tried_again()
    {
        // A file stands where the checkpoints belong, until the second epoch is over.
        File.WriteAllText(folder.PathOf("checkpoints"), "");
        var observer = new RecordingObserver
        {
            AfterEpoch = epoch =>
            {
                if (epoch.Epoch == 2)
                {
                    File.Delete(folder.PathOf("checkpoints"));
                }
            },
        };
        Run(Plan(new CheckpointOptions()), observer);
        Assert.Equal([12], Steps());
        Assert.Equal(2, observer.Notices.Count);
        Assert.StartsWith("the checkpoint after step 4 could not be written: ", observer.Notices[0], StringComparison.Ordinal);
        Assert.EndsWith(
            "There is none before it; training goes on and tries again in 15 minutes or sooner",
            observer.Notices[0],
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_checkpoint_that_could_not_be_written_is_no_candidate_for_the_best_and_those_before_it_stay()
    {
        var done = 0;
        var observer = new RecordingObserver
        {
            // A file stands where the second epoch's checkpoint belongs.
            AfterStep = progress =>
            {
                if (progress.Step == 7)
                {
                    File.WriteAllText(folder.PathOf("checkpoints", "step-00000008"), "");
                }
            },
            AfterEpoch = epoch =>
            {
                done++;
                var best = new CheckpointStore(folder.FullPath).FindLastState()!.BestStep!.Value;
                Assert.True(Directory.Exists(folder.PathOf("checkpoints", $"step-{best:D8}")), $"best {best} after epoch {epoch.Epoch}");
            },
        };

        // Without dev corpora the last is always the best.
        Run(Plan(new CheckpointOptions { KeepLast = 1 }) with { Dev = [] }, observer);

        Assert.Equal(3, done);
        Assert.Contains(
            observer.Notices, line => line.StartsWith("the checkpoint after step 8 could not be written", StringComparison.Ordinal));
    }

    [Fact]
    public void A_result_that_cannot_be_written_is_a_fault_of_the_environment()
    {
        var observer = new RecordingObserver { AfterStep = progress => Block(progress.Step) };
        var fault = Assert.Throws<UserFault>(() => Run(Plan(new CheckpointOptions()), observer));
        Assert.Equal(ExitCode.Environment, fault.Code);
        Assert.StartsWith("the checkpoint after step 12 could not be written: ", fault.Message, StringComparison.Ordinal);
        Assert.Contains("Those up to step 8 are as they were", fault.Message, StringComparison.Ordinal);
        Assert.EndsWith("go on with --resume", fault.Message, StringComparison.Ordinal);
        Directory.Delete(folder.PathOf("checkpoints", "step-00000012.unfinished"), recursive: true);
        File.Delete(folder.PathOf("checkpoints", "step-00000012"));
        var (outcome, resumed) = Run(Plan(new CheckpointOptions()) with { Resume = true });
        Assert.Equal(TrainingOutcome.Finished, outcome);
        Assert.Equal(9, resumed.Steps[0].Step);
    }

    // A file has the name that the last checkpoint needs.
    private void Block(long step)
    {
        if (step == 9)
        {
            File.WriteAllText(folder.PathOf("checkpoints", "step-00000012"), "");
        }
    }

    private TrainingPlan Plan(CheckpointOptions options) => TinyPlans.Of(folder.FullPath) with { Checkpoints = options };

    private static (TrainingOutcome Outcome, RecordingObserver Observer) Run(
        TrainingPlan plan, RecordingObserver? observer = null, TimeProvider? clock = null)
    {
        observer ??= new RecordingObserver();
        using var trainer = new Trainer(plan, observer, clock);
        return (trainer.Run(CancellationToken.None), observer);
    }

    private IEnumerable<int> Steps() =>
        Directory.GetDirectories(folder.PathOf("checkpoints"))
            .Select(path => int.Parse(Path.GetFileName(path)["step-".Length..], System.Globalization.CultureInfo.InvariantCulture))
            .Order();

    private sealed class HandClock : TimeProvider
    {
        private long ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Forward(TimeSpan span) => ticks += span.Ticks;

        public override long GetTimestamp() => ticks;
    }
}
