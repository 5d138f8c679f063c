using AsrTrainer.Commands;

namespace AsrTrainer.Tests.Commands;

public sealed class InterruptionTests
{
    [Fact]
    public void The_first_signal_asks_to_stop_and_the_second_ends_at_once()
    {
        var exits = new List<int>();
        var messages = new StringWriter { NewLine = "\n" };
        var output = new ProgramOutput(TextWriter.Null, messages, IsTerminal: true) { LeaveScreen = () => messages.WriteLine("(cleared)") };
        using var interruption = new Interruption(output, exits.Add);
        Assert.False(interruption.Token.IsCancellationRequested);
        interruption.Signal();
        Assert.True(interruption.Token.IsCancellationRequested);
        Assert.Empty(exits);
        Assert.Equal("(cleared)\nstopping; once more to stop at once\n", messages.ToString());
        interruption.Signal();
        Assert.Equal([130], exits);
    }
}
