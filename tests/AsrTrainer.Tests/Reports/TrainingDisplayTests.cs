using AsrTrainer.Neural.Training;
using AsrTrainer.Reports;
using AsrTrainer.Speech.Metrics;
using Spectre.Console;

namespace AsrTrainer.Tests.Reports;

public sealed class TrainingDisplayTests
{
    private static readonly TrainingProgress SomeProgress =
        new(3, 45, 120, 1800, 1.23456, 5e-4, 9.26, 0.0123, TimeSpan.FromSeconds(3723));

    private static readonly EpochResult SomeEpoch = new()
    {
        Epoch = 3,
        Step = 120,
        TrainLoss = 0.75,
        LearningRate = 5e-4,
        AudioSeconds = 1000,
        TrainSeconds = 100,
        WaitShare = 0.01,
        SkippedSteps = 0,
        Dev = [new DevScore("dev", new ErrorCounts(1, 1, 0, 8), new ErrorCounts(1, 2, 3, 60)), new DevScore("far", default, default)],
        IsBest = true,
    };

    [Fact]
    public void Plain_output_is_one_line_for_each_event()
    {
        var output = new StringWriter { NewLine = "\n" };
        var display = new PlainTrainingDisplay(output);
        display.During(() =>
        {
            display.Notice("dropped [1] utterance");
            display.Progress(SomeProgress);
            display.Epoch(SomeEpoch);
        });
        Assert.Equal(
            """
            dropped [1] utterance
            epoch 3/45  step 120/1800  loss 1.2346  lr 5.00e-4  audio 9.3 s/s  waiting 1.23 %  left 1:02:03
            epoch 3 done  train loss 0.7500  dev WER 25.00 % CER 10.00 %  far WER 0.00 % CER 0.00 %  (best so far)

            """,
            output.ToString());
    }

    [Fact]
    public void A_loss_that_there_is_not_is_a_dash()
    {
        Assert.Contains("  loss -  lr ", TrainingLines.Progress(SomeProgress with { Loss = null }));
        Assert.Equal("epoch 3 done  train loss -", TrainingLines.Epoch(SomeEpoch with { TrainLoss = null, Dev = [], IsBest = false }));
    }

    [Fact]
    public void A_terminal_shows_the_newest_figures_and_keeps_epochs_and_notices()
    {
        var output = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.Yes,
            Out = new AnsiConsoleOutput(output),
        });
        console.Profile.Width = 200;
        var display = new LiveTrainingDisplay(console);
        display.During(() =>
        {
            display.Progress(SomeProgress);
            display.Notice("dropped [1] utterance");
            display.Epoch(SomeEpoch);
        });
        string shown = output.ToString();
        foreach (string expected in (string[])
            ["3 of 45", "120 of 1800", "1.2346", "5.00e-4", "9.3 s per second", "1.23 %", "1:02:03", "6.67 %", "dropped [1] utterance"])
        {
            Assert.Contains(expected, shown);
        }

        Assert.Contains(TrainingLines.Epoch(SomeEpoch), shown);
    }

    [Fact]
    public void A_stopped_display_erases_its_region_and_then_only_adds_lines()
    {
        var output = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(output),
        });
        console.Profile.Width = 80;
        var display = new LiveTrainingDisplay(console);
        display.During(() =>
        {
            display.Progress(SomeProgress);
            string panel = output.ToString();
            Assert.EndsWith("\n", panel);
            display.Stop();
            Assert.Equal($"\r\u001b[{panel.Count(character => character == '\n')}A\u001b[J", output.ToString()[panel.Length..]);
            display.Progress(SomeProgress);
            display.Notice("stopped");
            Assert.EndsWith("\u001b[Jstopped\n", output.ToString());
        });
        Assert.EndsWith("\u001b[Jstopped\n", output.ToString());
    }

    [Fact]
    public void Without_dev_sets_no_epoch_is_the_best() =>
        Assert.Equal("epoch 3 done  train loss 0.7500", TrainingLines.Epoch(SomeEpoch with { Dev = [] }));

    [Fact]
    public void A_failure_of_the_work_passes_through_the_live_display()
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(new StringWriter()) });
        var display = new LiveTrainingDisplay(console);
        Assert.Throws<InvalidOperationException>(() => display.During(() => throw new InvalidOperationException()));
    }
}
