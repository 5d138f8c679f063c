using AsrTrainer.Reports;

namespace AsrTrainer.Tests.Reports;

public sealed class LiveTextTests
{
    [Fact]
    public void A_terminal_shows_the_end_of_it_in_one_line_and_nothing_that_steers_it()
    {
        var screen = new StringWriter();
        var live = new LiveText(screen, isTerminal: true);
        live.Show("one\u001b[2J");
        live.Show(new string('a', 100));
        live.Clear();
        Assert.Equal($"\rone\uFFFD[2J\r…{new string('a', 75)}\r{new string(' ', 76)}\r", screen.ToString());
    }

    [Fact]
    public void A_file_gets_a_line_for_each_change()
    {
        var messages = new StringWriter { NewLine = "\n" };
        var live = new LiveText(messages, isTerminal: false);
        live.Show("one");
        live.Show("one two");
        live.Clear();
        Assert.Equal("... one\n... one two\n", messages.ToString());
    }
}
