namespace AsrTrainer.Tests.Commands;

public sealed class ScoreAndCompareTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string references;
    private readonly string first;
    private readonly string second;

    public ScoreAndCompareTests()
    {
        references = Text("ref.trn", "The cat sat (a-1)\non the mat (b-1)\n(b-2)\n");
        first = Text("one.trn", "the\u00a0hat sat (a-1)\non a mat mat (b-1)\n (b-2)\n");
        second = Text("two", "b-2 oh\na-1 the cat sat\nb-1 on the mat\n");
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Files_of_any_system_are_scored()
    {
        ProgramResult result = ProgramResult.Of("score", "--ref", references, "--hyp", first);
        Assert.Equal((0, ""), (result.Code, result.Messages));
        Assert.StartsWith("one: 3 utterances\n", result.Results);
        Assert.EndsWith("\nWER 50.00 % CER 28.57 % (3 utterances)\n", result.Results);
        result = ProgramResult.Of("score", "--ref", references, "--hyp", second);
        Assert.EndsWith("\nWER 16.67 % CER 9.52 % (3 utterances)\n", result.Results);
    }

    [Fact]
    public void Both_files_go_through_the_normaliser_asked_for()
    {
        ProgramResult result = ProgramResult.Of("score", "--ref", references, "--hyp", first, "--normalizer", "keep-case");
        Assert.Contains("normaliser keep-case sha256:", result.Results);
        Assert.EndsWith("\nWER 66.67 % CER 33.33 % (3 utterances)\n", result.Results);
    }

    [Fact]
    public void A_score_is_kept_and_compared_later()
    {
        Assert.Equal(0, ProgramResult.Of("score", "--ref", references, "--hyp", first, "--output", folder.File("scores")).Code);
        Assert.False(File.Exists(folder.File("scores/hyp.ctm")));

        ProgramResult kept = ProgramResult.Of("compare", folder.File("scores"), "--ref", references, "--hyp", second);
        ProgramResult direct = ProgramResult.Of("compare", "--ref", references, "--hyp", first, second);

        Assert.Equal((0, 0), (kept.Code, direct.Code));
        Assert.Contains("difference    -33.33 points of WER, B less A", kept.Results);
        Assert.Equal(direct.Results.Split('\n')[3..], kept.Results.Split('\n')[3..]);
    }

    [Fact]
    public void References_in_the_folder_of_the_result_stay_as_they_are()
    {
        string before = File.ReadAllText(references);

        ProgramResult result = ProgramResult.Of("score", "--ref", references, "--hyp", first, "--output", folder.Path);

        Assert.Equal((2, ""), (result.Code, result.Results));
        Assert.Contains($"{references} is to be written and is read too", result.Messages);
        Assert.Equal((before, 3), (File.ReadAllText(references), Directory.GetFiles(folder.Path).Length));
    }

    [Fact]
    public void Results_that_were_normalised_differently_are_not_compared()
    {
        ProgramResult.Of("score", "--ref", references, "--hyp", first, "--output", folder.File("lower"));
        ProgramResult.Of("score", "--ref", references, "--hyp", first, "--normalizer", "keep-case", "--output", folder.File("kept"));

        ProgramResult result = ProgramResult.Of("compare", folder.File("lower"), folder.File("kept"));

        Assert.Equal((4, ""), (result.Code, result.Results));
        Assert.Contains("normalised differently", result.Messages);
    }

    [Fact]
    public void An_utterance_that_either_file_lacks_is_named()
    {
        string few = Text("few.trn", "the cat sat (a-1)\noh (c-1)\n");

        ProgramResult result = ProgramResult.Of("score", "--ref", references, "--hyp", few);

        Assert.Equal((4, ""), (result.Code, result.Results));
        Assert.StartsWith(
            $"error: {few} lacks 2 of the utterances (b-1, b-2) of {references}; both must have every utterance", result.Messages);
        Assert.Contains($"{references} lacks 1 of the utterances (c-1) of {few}", result.Messages);
    }

    [Fact]
    public void References_without_an_utterance_are_refused()
    {
        ProgramResult result = ProgramResult.Of("score", "--ref", Text("none.trn", ";; nothing\n"), "--hyp", first);
        Assert.Equal((4, ""), (result.Code, result.Results));
        Assert.Contains("holds no utterance", result.Messages);
    }

    [Theory]
    [InlineData("two results are compared, 0 were named")]
    [InlineData("two results are compared, 3 were named", "a", "b", "c")]
    [InlineData("--ref and --hyp go together", "a", "--hyp", "b")]
    [InlineData("--ref and --hyp go together", "a", "b", "--ref", "c")]
    public void Two_results_are_compared_and_no_others(string problem, params string[] arguments)
    {
        ProgramResult result = ProgramResult.Of(["compare", .. arguments]);
        Assert.Equal((2, ""), (result.Code, result.Results));
        Assert.Contains(problem, result.Messages);
    }

    [Fact]
    public void A_result_that_is_not_there_is_told_with_what_may_be_given()
    {
        const string Advice = "; give what asr eval --output or asr score --output wrote, the folder or its utterances.csv; texts of other "
            + "systems are given with --ref and --hyp\n";
        ProgramResult missing = ProgramResult.Of("compare", folder.File("no"), folder.Path);
        ProgramResult empty = ProgramResult.Of("compare", folder.Path, folder.File("no"));
        Assert.Equal(new ProgramResult(4, "", $"error: {folder.File("no")}: no such file or folder{Advice}"), missing);
        Assert.Equal(new ProgramResult(4, "", $"error: {folder.Path}: a folder without utterances.csv{Advice}"), empty);
    }

    private string Text(string name, string text)
    {
        File.WriteAllText(folder.File(name), text);
        return folder.File(name);
    }
}
