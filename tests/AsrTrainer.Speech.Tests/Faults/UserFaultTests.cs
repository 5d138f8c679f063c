using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Speech.Tests.Faults;

public sealed class UserFaultTests
{
    [Fact]
    public void What_a_file_says_cannot_steer_the_terminal_that_it_is_quoted_on()
    {
        var fault = new UserFault(ExitCode.Data, "found \u001b[2J\u0007\r\u009bm\0, a\tb\nc äß日");
        Assert.Equal("found \uFFFD[2J\uFFFD\uFFFD\uFFFDm\uFFFD, a\tb\nc äß日", fault.Message);
        Assert.Equal([fault.Message], fault.Problems);
        fault = new UserFault(ExitCode.Data, ["\u001b", "two"]);
        Assert.Equal(["\uFFFD", "two"], fault.Problems);
        Assert.Equal("\uFFFD\ntwo", fault.Message);
    }

    [Fact]
    public void A_problem_that_quotes_a_whole_file_is_cut_in_its_middle()
    {
        var fault = new UserFault(ExitCode.Data, $"x.csv: found {new string('a', 1_000_000)}; write less");
        Assert.InRange(fault.Message.Length, 3900, 4100);
        Assert.StartsWith("x.csv: found a", fault.Message, StringComparison.Ordinal);
        Assert.Contains("a … a", fault.Message, StringComparison.Ordinal);
        Assert.EndsWith("a; write less", fault.Message, StringComparison.Ordinal);
        Assert.Equal(4000, new UserFault(ExitCode.Data, new string('a', 4000)).Message.Length);
    }
}
