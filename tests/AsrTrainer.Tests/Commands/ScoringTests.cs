namespace AsrTrainer.Tests.Commands;

[Collection(TinyRun.Collection)]
public sealed class ScoringTests(TinyRun run)
{
    [Fact]
    public void Several_corpora_are_scored_by_name_and_the_last_line_sums_up()
    {
        ProgramResult result = ProgramResult.Of("eval", run.Folder, "--data", TinyRun.Clips, $"few={TinyRun.Clips}/1/2", "--worst", "1");
        Assert.Equal(0, result.Code);
        string[] lines = result.Results.TrimEnd().Split('\n');
        Assert.Contains(lines, line => line.StartsWith("speech: 10 utterances, ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("few: 2 utterances, ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("REF: ", StringComparison.Ordinal));
        Assert.Matches(@"^speech WER \d+\.\d\d % CER \d+\.\d\d % \(10 utterances\)$", lines[^3]);
        Assert.Matches(@"^few WER \d+\.\d\d % CER \d+\.\d\d % \(2 utterances\)$", lines[^2]);
        Assert.Matches(@"^WER \d+\.\d\d % CER \d+\.\d\d % \(12 utterances\)$", lines[^1]);
    }

    [Fact]
    public void The_size_of_batches_does_not_change_a_result()
    {
        string Report(string seconds) => ProgramResult.Of("eval", run.Folder, "--data", TinyRun.Clips, "--batch-seconds", seconds).Results;
        Assert.Equal(Report("0.1"), Report("100"));
    }

    [Fact]
    public void Every_utterance_is_a_row_of_the_table_on_request()
    {
        using var temporary = new TemporaryFolder();
        ProgramResult result = ProgramResult.Of("eval", run.Folder, "--data", TinyRun.Clips, "--output", temporary.File("scores"));
        Assert.Equal(0, result.Code);
        Assert.Matches(
            $@"^model: {run.Folder}/checkpoints/step-\d{{8}}/model\.safetensors \(dev WER \d+\.\d\d %\)$", result.MessageLines[0]);
        Assert.Equal($"utterances: {temporary.File("scores/utterances.csv")}", result.MessageLines[^1]);
        Assert.Equal(11, File.ReadAllLines(temporary.File("scores/utterances.csv")).Length);
    }

    [Theory]
    [InlineData("no such file or folder")]
    public void A_corpus_that_is_not_there_is_named(string problem)
    {
        ProgramResult result = ProgramResult.Of("eval", run.Folder, "--data", "no/such/corpus");
        Assert.Equal((4, ""), (result.Code, result.Results));
        Assert.StartsWith($"error: no/such/corpus: {problem}", result.MessageLines[^1]);
    }
}
