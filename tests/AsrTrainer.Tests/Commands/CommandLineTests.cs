namespace AsrTrainer.Tests.Commands;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("trane x", "error: Unrecognized command or argument 'trane'.", "see asr --help")]
    [InlineData("train", "error: Required argument 'CONFIG' missing for command: 'train'.", "see asr train --help")]
    [InlineData("train x --thread 2", "error: Unrecognized command or argument '--thread'.", "see asr train --help")]
    [InlineData("train x --threads 0", "error: --threads: must be 1 to 1024", "see asr train --help")]
    [InlineData(
        "train x --device tpu",
        "error: Argument 'tpu' not recognized. Must be one of: 'auto' 'cpu' 'cuda'",
        "see asr train --help")]
    [InlineData(
        "train x --precision fp16",
        "error: Argument 'fp16' not recognized. Must be one of: 'auto' 'fp32' 'bf16'",
        "see asr train --help")]
    [InlineData("eval m", "error: Option '--data' is required.", "see asr eval --help")]
    [InlineData("eval m --data d --worst -1", "error: --worst: must be at least 0", "see asr eval --help")]
    [InlineData(
        "eval m --data d --batch-seconds 0",
        "error: --batch-seconds: must be above 0 and at most 100000, was 0",
        "see asr eval --help")]
    [InlineData(
        "eval m --data d --batch-seconds 1e9",
        "error: --batch-seconds: must be above 0 and at most 100000, was 1000000000",
        "see asr eval --help")]
    [InlineData(
        "eval m --data d --batch-seconds Infinity",
        "error: --batch-seconds: must be above 0 and at most 100000, was Infinity",
        "see asr eval --help")]
    [InlineData("transcribe m", "error: Required argument 'FILE' missing for command: 'transcribe'.", "see asr transcribe --help")]
    public void A_command_line_that_is_not_understood_says_why_and_where_to_look(string arguments, string problem, string hint)
    {
        ProgramResult result = ProgramResult.Of(arguments.Split(' '));
        Assert.Equal((2, ""), (result.Code, result.Results));
        Assert.Contains(problem, result.MessageLines);
        Assert.Equal(hint, result.MessageLines[^1]);
    }

    [Theory]
    [InlineData("=path")]
    [InlineData("name=")]
    public void A_corpus_needs_a_path_and_a_name_beside_an_equals_sign(string data)
    {
        ProgramResult result = ProgramResult.Of("eval", "no-model", "--data", data);
        Assert.Equal(2, result.Code);
        Assert.Equal([$"error: --data {data}: must be a path or name=path"], result.MessageLines);
    }

    [Fact]
    public void Two_corpora_of_one_name_must_be_told_apart()
    {
        ProgramResult result = ProgramResult.Of("eval", "no-model", "--data", "a/test", "b/test");
        Assert.Equal(2, result.Code);
        Assert.Equal(["error: --data: test names two corpora; tell them apart with NAME=PATH"], result.MessageLines);
    }
}
