using System.Text.RegularExpressions;

namespace AsrTrainer.Tests.Commands;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("trane x", "error: Unrecognized command or argument 'trane'.", "see asr --help")]
    [InlineData("train", "error: Required argument 'CONFIG' missing for command: 'train'.", "see asr train --help")]
    [InlineData("train x --thread 2", "error: Unrecognized command or argument '--thread'.", "see asr train --help")]
    [InlineData("train x --threads 0", "error: --threads: must be a whole number from 1 to 1024, was 0", "see asr train --help")]
    [InlineData(
        "train x --device tpu",
        "error: Argument 'tpu' not recognized. Must be one of: 'auto' 'cpu' 'cuda'",
        "see asr train --help")]
    [InlineData(
        "train x --precision fp16",
        "error: Argument 'fp16' not recognized. Must be one of: 'auto' 'fp32' 'bf16'",
        "see asr train --help")]
    [InlineData("eval m", "error: Option '--data' is required.", "see asr eval --help")]
    [InlineData("eval m --data d --worst -1", "error: --worst: must be at least 0, was -1", "see asr eval --help")]
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
    [InlineData(
        "transcribe m",
        "error: Required argument 'PATH' missing for command: 'transcribe'; give a PATH or a --list.",
        "see asr transcribe --help")]
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
        Assert.Equal([$"error: --data {data}: must be a path or name=path", "see asr eval --help"], result.MessageLines);
    }

    [Fact]
    public void Two_corpora_of_one_name_must_be_told_apart()
    {
        ProgramResult result = ProgramResult.Of("eval", "no-model", "--data", "a/test", "b/test");
        Assert.Equal(2, result.Code);
        Assert.Equal(
            ["error: --data: test names two corpora; tell them apart with NAME=PATH", "see asr eval --help"], result.MessageLines);
    }

    [Theory]
    [InlineData("train c --threads", "x", "must be a whole number from 1 to 1024, was x")]
    [InlineData("transcribe m f --threads", "x", "must be a whole number from 1 to 1024, was x")]
    [InlineData("eval m --data d --threads", "2.5", "must be a whole number from 1 to 1024, was 2.5")]
    [InlineData("eval m --data d --threads", "", "must be a whole number from 1 to 1024, was empty")]
    [InlineData("eval m --data d --threads", "99999999999", "must be a whole number from 1 to 1024, was 99999999999")]
    [InlineData("eval m --data d --batch-seconds", "x", "must be a number, was x")]
    [InlineData("eval m --data d --worst", "x", "must be a whole number, was x")]
    [InlineData("eval m --data d --max-dropped-share", "1%", "must be a number from 0 to 1, was 1%")]
    [InlineData("eval m --data d --max-dropped-share", "x", "must be a number from 0 to 1, was x")]
    [InlineData("eval m --data d --max-dropped-share", "2", "must be 0 to 1, was 2")]
    [InlineData("eval m --data d --max-dropped-share", "NaN", "must be 0 to 1, was NaN")]
    [InlineData("eval m --data d --output", "", "is empty; name a folder")]
    [InlineData("train c --run-dir", "", "is empty; name a folder")]
    [InlineData("train c --run-dir", " ", "is empty; name a folder")]
    [InlineData("bench --batch", "0", "must be 1 to 10000, was 0")]
    [InlineData("bench --seconds", "0", "must be 0.1 to 3600, was 0")]
    [InlineData("bench --tokens", "1.5", "must be a whole number, was 1.5")]
    [InlineData("bench --steps", "-1", "must be 1 to 10000, was -1")]
    [InlineData("bench --only", "train,tests", "must be one or more of train, infer, frontend, loader, was tests")]
    [InlineData("bench --precision", "fp16", "must be one or more of auto, fp32, bf16, all, was fp16")]
    [InlineData("bench --only", "", "must be one or more of train, infer, frontend, loader, was empty")]
    public void A_value_that_cannot_be_used_is_told_with_its_option(string arguments, string value, string problem)
    {
        string[] words = arguments.Split(' ');
        ProgramResult result = ProgramResult.Of([.. words, value]);
        Assert.Equal((2, ""), (result.Code, result.Results));
        Assert.Equal([$"error: {words[^1]}: {problem}", $"see asr {words[0]} --help"], result.MessageLines);
    }

    [Theory]
    [InlineData("bench c.yaml decode m --data d", "c.yaml: asr bench decode takes no CONFIG; leave it out")]
    [InlineData("bench --batch 3 decode m --data d", "--batch: has no effect before decode; put what is meant for it behind")]
    [InlineData("bench --json decode m --data d", "--json: has no effect before decode; put what is meant for it behind")]
    public void What_the_command_above_would_read_is_not_left_unread(string arguments, string problem)
    {
        ProgramResult result = ProgramResult.Of(arguments.Split(' '));
        Assert.Equal((2, ""), (result.Code, result.Results));
        Assert.Equal([$"error: {problem}", "see asr bench decode --help"], result.MessageLines);
    }

    [Fact]
    public void Every_number_is_tried_with_a_word()
    {
        foreach (string command in (string[])["train", "eval", "transcribe", "bench"])
        {
            string help = ProgramResult.Of(command, "--help").Results;
            foreach (string option in Regex.Matches(help, "(?m)^  (--[a-z-]+) <(N|S|X)>").Select(match => match.Groups[1].Value))
            {
                string[] rest = command switch
                {
                    "eval" => ["m", "--data", "d"],
                    "transcribe" => ["m", "-", "--stream"],
                    _ => ["c"],
                };
                ProgramResult result = ProgramResult.Of([command, .. rest, option, "x"]);
                Assert.Equal((2, ""), (result.Code, result.Results));
                Assert.StartsWith($"error: {option}: must be ", result.MessageLines[0]);
            }
        }
    }

    [Fact]
    public void An_argument_that_begins_with_an_at_sign_is_no_file_of_arguments()
    {
        using var temporary = new TemporaryFolder();
        File.WriteAllText(temporary.File("rsp"), "--help");
        ProgramResult result = ProgramResult.Of("train", $"@{temporary.File("rsp")}");
        Assert.Equal(3, result.Code);
        Assert.StartsWith($"error: @{temporary.File("rsp")}: no such file", result.MessageLines[0]);
    }
}
