using AsrTrainer.Reports;

namespace AsrTrainer.Tests.Reports;

public sealed class EvaluationProgressTests
{
    [Fact]
    public void A_terminal_shows_one_line_that_is_gone_at_the_end()
    {
        var messages = new StringWriter();
        var progress = new EvaluationProgress(messages, isTerminal: true);
        progress.Show("clean", 0.5);
        progress.Show("clean", 1);
        progress.Clear();
        Assert.Equal("\rclean: 50 %\rclean: 100 %\r            \r", messages.ToString());
    }

    [Fact]
    public void A_file_gets_nothing()
    {
        var messages = new StringWriter();
        var progress = new EvaluationProgress(messages, isTerminal: false);
        progress.Show("clean", 0.5);
        progress.Clear();
        Assert.Equal("", messages.ToString());
    }
}
