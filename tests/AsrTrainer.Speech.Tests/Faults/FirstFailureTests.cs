using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Speech.Tests.Faults;

public class FirstFailureTests
{
    [Fact]
    public void A_fault_in_one_of_many_threads_arrives_as_itself()
    {
        var fault = Assert.Throws<UserFault>(() => FirstFailure.Of(() => Parallel.For(
            0, 100, i => _ = i == 50 ? throw new UserFault(ExitCode.Environment, "a library is missing") : 0)));

        Assert.Equal("a library is missing", fault.Message);
    }

    [Fact]
    public void What_does_not_fail_is_done()
    {
        var done = 0;

        FirstFailure.Of(() => Parallel.For(0, 100, _ => Interlocked.Increment(ref done)));

        Assert.Equal(100, done);
    }
}
