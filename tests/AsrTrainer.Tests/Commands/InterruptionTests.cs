using AsrTrainer.Commands;
using AsrTrainer.Speech.Faults;

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

    [Fact]
    public void Work_that_does_not_end_in_time_is_put_in_order_and_left()
    {
        using var left = new ManualResetEventSlim();
        var exits = new List<int>();
        var output = new ProgramOutput(TextWriter.Null, TextWriter.Null, IsTerminal: false) { LeaveWork = () => ExitCode.Environment };
        using var interruption = new Interruption(
            output,
            code =>
            {
                exits.Add(code);
                left.Set();
            },
            TimeSpan.FromMilliseconds(20));
        interruption.Signal();
        Assert.True(left.Wait(TimeSpan.FromMinutes(1)));
        Assert.Equal([6], exits);
    }

    [Fact]
    public void Without_anything_to_put_in_order_it_ends_as_stopped()
    {
        using var left = new ManualResetEventSlim();
        var messages = new StringWriter { NewLine = "\n" };
        var exits = new List<int>();
        using var interruption = new Interruption(
            new ProgramOutput(TextWriter.Null, messages, IsTerminal: false),
            code =>
            {
                exits.Add(code);
                left.Set();
            },
            TimeSpan.FromMilliseconds(20));
        interruption.Signal();
        Assert.True(left.Wait(TimeSpan.FromMinutes(1)));
        Assert.Equal([130], exits);
        Assert.Equal("stopping; once more to stop at once\nstopped\n", messages.ToString());
    }

    [Fact]
    public void Work_that_ends_by_itself_is_not_left()
    {
        var exits = new List<int>();
        using var asked = new ManualResetEventSlim();
        var output = new ProgramOutput(TextWriter.Null, TextWriter.Null, IsTerminal: false)
        {
            LeaveWork = () =>
            {
                asked.Set();
                return null;
            },
        };
        using (var interruption = new Interruption(output, exits.Add, TimeSpan.FromMilliseconds(20)))
        {
            interruption.Signal();
            Assert.True(asked.Wait(TimeSpan.FromMinutes(1)));
        }

        using (var interruption = new Interruption(output, exits.Add, TimeSpan.FromMinutes(1)))
        {
            interruption.Signal();
        }

        Assert.Empty(exits);
    }
}
