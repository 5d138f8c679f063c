using AsrTrainer.Commands;

namespace AsrTrainer.Tests.Commands;

public sealed class ProcessorsTests
{
    // Two sockets of two cores with two hyper-threads each, as Linux lists them.
    private static readonly string[] EightProcessors =
    [
        .. Enumerable.Range(0, 8).SelectMany(i => (string[])
            [$"processor\t: {i}", $"physical id\t: {i / 4}", "siblings\t: 4", $"core id\t\t: {i % 2}", "cpu cores\t: 2", ""]),
    ];

    [Theory]
    [InlineData(8, 4)]
    [InlineData(4, 4)]
    [InlineData(3, 3)]
    [InlineData(1, 1)]
    public void Hyper_threads_are_not_counted_and_no_more_than_is_allowed(int allowed, int cores) =>
        Assert.Equal(cores, Processors.Count(EightProcessors, allowed));

    [Fact]
    public void Where_no_cores_are_listed_every_processor_is_one() =>
        Assert.Equal(6, Processors.Count(["processor\t: 0", "BogoMIPS\t: 50.00"], 6));

    [Fact]
    public void This_machine_has_at_least_one() => Assert.InRange(Processors.Usable(), 1, Environment.ProcessorCount);
}
