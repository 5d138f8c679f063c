using AsrTrainer.Commands;

namespace AsrTrainer.Tests.Commands;

public sealed class ProcessAgeTests
{
    [Fact]
    public void It_is_the_difference_of_what_the_system_says_whatever_the_program_is_called()
    {
        const string Stat = "4711 (asr) x) S 1 4711 4711 0 -1 4194560 100 0 0 0 10 5 0 0 20 0 9 0 123456 99 88";
        Assert.Equal(1.5, ProcessAge.Between(Stat, "1236.06 2000.11\n").TotalSeconds, 6);
        Assert.Equal(TimeSpan.Zero, ProcessAge.Between(Stat, "1234.50 2000.11\n"));
    }

    [Fact]
    public void This_process_is_older_later()
    {
        TimeSpan before = ProcessAge.Now();
        Thread.Sleep(30);
        Assert.InRange((ProcessAge.Now() - before).TotalMilliseconds, 10, 60_000);
        Assert.InRange(before.TotalSeconds, 0.01, 86_400);
    }
}
