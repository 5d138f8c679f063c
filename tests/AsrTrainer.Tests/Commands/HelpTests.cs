using System.CommandLine;

namespace AsrTrainer.Tests.Commands;

public sealed class HelpTests
{
    [Theory]
    [InlineData("asr")]
    [InlineData("asr train")]
    [InlineData("asr eval")]
    [InlineData("asr score")]
    [InlineData("asr compare")]
    [InlineData("asr transcribe")]
    [InlineData("asr align")]
    [InlineData("asr data")]
    [InlineData("asr data check")]
    [InlineData("asr tune")]
    [InlineData("asr lm")]
    [InlineData("asr lm build")]
    [InlineData("asr lm binary")]
    [InlineData("asr lm perplexity")]
    [InlineData("asr bench")]
    [InlineData("asr bench decode")]
    public void The_help_is_as_approved(string command)
    {
        ProgramResult result = ProgramResult.Of([.. command.Split(' ').Skip(1), "--help"]);
        string approved = Path.Combine(RepositoryFiles.Root, "tests/AsrTrainer.Tests/Commands", $"{command.Replace(' ', '-')}.help.txt");

        // Padding at the ends of lines is the library's business; here the process is the test runner's.
        string text = result.Results.Replace($"  {RootCommand.ExecutableName} ", "  asr ", StringComparison.Ordinal);
        string actual = string.Join('\n', text.Split('\n').Select(line => line.TrimEnd())).TrimEnd() + "\n";
        Assert.Equal(0, result.Code);
        Assert.Equal("", result.Messages);
        Assert.True(
            File.Exists(approved) && File.ReadAllText(approved) == actual,
            $"{command} --help is not what {approved} holds; if it is meant, write this there:\n{actual}");
    }

    [Fact]
    public void Without_arguments_the_help_goes_to_stderr_and_the_call_fails()
    {
        ProgramResult result = ProgramResult.Of();
        Assert.Equal(2, result.Code);
        Assert.Equal("", result.Results);
        Assert.Equal(ProgramResult.Of("--help").Results, result.Messages);
    }

    [Fact]
    public void The_version_is_a_result()
    {
        ProgramResult result = ProgramResult.Of("--version");
        Assert.Equal((0, ""), (result.Code, result.Messages));
        Assert.Matches(@"^\d+\.\d+\.\d+", result.Results);
    }
}
