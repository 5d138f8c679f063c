using System.Runtime.InteropServices;
using AsrTrainer.Commands;
using AsrTrainer.Speech.Faults;
using AsrTrainer.Speech.Files;

namespace AsrTrainer.Tests.Commands;

public sealed class InvocationTests
{
    [Fact]
    public void A_fault_of_the_user_is_told_line_by_line_without_a_stack_trace()
    {
        ProgramResult result = Run(_ => throw new UserFault(ExitCode.Data, ["one", "two"]));
        Assert.Equal(new ProgramResult(4, "", "error: one\nerror: two\n"), result);
    }

    [Fact]
    public void A_fault_of_the_program_is_one_line_and_a_file_with_the_details()
    {
        ProgramResult result = Run(_ => throw new InvalidOperationException("first\nsecond"));
        Assert.Equal(1, result.Code);
        Assert.Equal("error: a fault of the program: InvalidOperationException: first", result.MessageLines[0]);
        string path = result.MessageLines[1].Split("the details are in ")[1].Split("; please report them")[0];
        Assert.Contains(nameof(InvocationTests), File.ReadAllText(path));
        Assert.Equal(2, result.MessageLines.Length);
        File.Delete(path);
    }

    [Fact]
    public void Only_verbose_shows_a_stack_trace()
    {
        static ExitCode Fail(CancellationToken token) => throw new UserFault(ExitCode.Model, "bad");
        Assert.DoesNotContain("   at ", Run(Fail).Messages);
        Assert.Contains("   at ", Run(Fail, verbose: true).Messages);
    }

    [Theory]
    [InlineData(typeof(IOException), "error: no space. Look at the permissions and at the space left on the disk.")]
    [InlineData(typeof(UnauthorizedAccessException), "error: no space. Look at the permissions and at the space left on the disk.")]
    [InlineData(typeof(DllNotFoundException), "error: no space.")]
    public void What_the_machine_lacks_is_no_fault_of_the_program(Type type, string line)
    {
        ProgramResult result = Run(_ => throw (Exception)Activator.CreateInstance(type, "no space.")!);
        Assert.Equal(6, result.Code);
        Assert.Equal([line], result.MessageLines);
    }

    [Fact]
    public void The_advice_is_a_sentence_of_its_own()
    {
        Assert.Equal(
            "error: new/m.arpa: No space left on device. Look at the permissions and at the space left on the disk.\n",
            Run(_ => throw new IOException("new/m.arpa: No space left on device")).Messages);
    }

    [Fact]
    public void Where_no_file_can_be_the_command_line_is_to_blame()
    {
        ProgramResult result = Run(_ => throw new NotAFileException("a/hyp.trn", "is a folder"));
        Assert.Equal(new ProgramResult(2, "", "error: a/hyp.trn: is a folder; name another file\n"), result);
    }

    [Fact]
    public void Memory_that_runs_out_says_what_to_make_smaller()
    {
        ProgramResult result = Run(_ => throw new ExternalException("CUDA out of memory. Tried to allocate 2 GiB\nmore"));
        Assert.Equal(6, result.Code);
        Assert.Equal(
            [
                "error: not enough memory: CUDA out of memory. Tried to allocate 2 GiB; "
                + "make batches smaller (batching.max_batch_seconds, --batch-seconds)",
            ],
            result.MessageLines);
    }

    [Fact]
    public void A_cancellation_that_nobody_asked_for_is_a_fault()
    {
        ProgramResult result = Run(_ => throw new OperationCanceledException());
        Assert.Equal(1, result.Code);
        File.Delete(result.MessageLines[1].Split("the details are in ")[1].Split("; please report them")[0]);
    }

    private static ProgramResult Run(Func<CancellationToken, ExitCode> work, bool verbose = false)
    {
        var results = new StringWriter { NewLine = "\n" };
        var messages = new StringWriter { NewLine = "\n" };
        int code = Invocation.Run(new ProgramOutput(results, messages, IsTerminal: false), verbose, work);
        return new ProgramResult(code, results.ToString(), messages.ToString());
    }
}
