namespace AsrTrainer.Tests.Commands;

[Collection(TinyRun.Collection)]
public sealed class BadCorpusTests(TinyRun run) : IDisposable
{
    private static readonly string Clip = Path.Combine(TinyRun.Clips, "1/2/1-2-0002.flac");

    private readonly TemporaryFolder temporary = new();

    public void Dispose() => temporary.Dispose();

    [Fact]
    public void A_corpus_that_is_not_there_is_named() => Refused("no/such/corpus", "no/such/corpus: no such file or folder");

    [Fact]
    public void A_folder_without_transcripts_is_no_corpus()
    {
        Directory.CreateDirectory(temporary.File("empty"));
        Refused(temporary.File("empty"), temporary.File("empty"));
    }

    [Fact]
    public void Rows_with_a_missing_file_or_an_empty_text_are_named_by_line()
    {
        string manifest = temporary.File("rows.csv");
        File.WriteAllText(manifest, $"id,audio,text\na,{Clip},thank you\nb,no-such.flac,hello\nc,{Clip},\n");
        string[] errors = Refused(manifest, "rows.csv:3", "no-such.flac", "rows.csv:4");
        Assert.DoesNotContain(errors, line => line.Contains("rows.csv:2", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("no-such.flac", "thank you", "missing audio")]
    [InlineData("", "", "empty transcript")]
    public void One_bad_row_of_ten_is_dropped_and_named_where_that_is_allowed_and_stops_the_run_where_not(
        string audio, string text, string kind)
    {
        string manifest = temporary.File("rows.csv");
        string bad = $"bad,{(audio.Length == 0 ? Clip : audio)},{text}\n";
        string good = string.Concat(Enumerable.Range(0, 9).Select(i => $"{i},{Clip},thank you\n"));
        File.WriteAllText(manifest, $"id,audio,text\n{bad}{good}");
        string[] errors = Refused(
            manifest, "error: rows: 1 of 10 utterances (10 %) cannot be used; at most 1 % may be dropped", $"1 with {kind}:");
        Assert.Contains(errors, line => line.StartsWith("error:   bad (", StringComparison.Ordinal) && line.Contains($"): {manifest}:2: "));

        ProgramResult result = run.Train(
            "--run-dir", temporary.File("run"), "--set", $"data.train={manifest}", "--set", "data.max_dropped_share=0.2",
            "--set", "training.epochs=1", "--set", "training.warmup_epochs=0");
        Assert.Equal(0, result.Code);
        Assert.Contains($"dropped 1 (1 {kind})", result.Messages);
        Assert.Contains(
            result.MessageLines, line => line.StartsWith("dropped bad (", StringComparison.Ordinal) && line.Contains($"): {manifest}:2: "));
    }

    [Fact]
    public void All_corpora_that_are_not_there_are_named_together_with_where_they_were_looked_for()
    {
        ProgramResult result = run.Train(
            "--run-dir", temporary.File("run"), "--set", "data.train=[\"no/such\"]", "--set", "data.dev=[\"data/prompts/none\"]");
        Assert.Equal((4, ""), (result.Code, result.Results));
        string here = Environment.CurrentDirectory;
        Assert.Contains($"no/such: no such file or folder (looked for {here}/no/such); give ", result.Messages);
        Assert.Contains(
            $"data/prompts/none: no such file or folder (looked for {here}/data/prompts/none); scripts/prepare_prompts.sh makes ",
            result.Messages);
    }

    [Fact]
    public void Characters_outside_the_alphabet_are_named_with_code_point_and_count()
    {
        string manifest = temporary.File("rows.csv");
        File.WriteAllText(manifest, $"id,audio,text\na,{Clip},caf\u00e9 \u00e9t\u00e9\nb,{Clip},42\n");
        Refused(manifest, "U+00E9", "U+0034", "3");
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("zero")]
    [InlineData("text")]
    public void Audio_that_cannot_be_used_stops_the_run_when_it_is_too_large_a_share(string kind)
    {
        byte[] clip = File.ReadAllBytes(Clip);
        byte[] bad = kind switch { "cut" => clip[..100], "zero" => [], _ => "not audio"u8.ToArray() };
        File.WriteAllBytes(temporary.File("bad.flac"), bad);
        string manifest = temporary.File("rows.csv");
        File.WriteAllText(manifest, $"audio,text\n{Clip},thank you\nbad.flac,thank you\n");
        Refused(manifest, "bad.flac");
    }

    [Fact]
    public void Audio_that_cannot_be_used_is_dropped_and_named_when_it_is_a_small_share()
    {
        File.WriteAllText(temporary.File("bad.flac"), "not audio");
        string manifest = temporary.File("rows.csv");
        File.WriteAllText(manifest, $"id,audio,text\ngood,{Clip},thank you\nbad,bad.flac,thank you\n");
        ProgramResult result = run.Train(
            "--run-dir", temporary.File("run"), "--set", $"data.train={manifest}", "--set", "data.max_dropped_share=0.5",
            "--set", "training.epochs=1", "--set", "training.warmup_epochs=0");
        Assert.Equal(0, result.Code);
        Assert.Matches("(?m)^rows: 1 utterance, .*dropped 1", result.Messages);
        Assert.Contains($"\ndropped bad ({temporary.File("bad.flac")}): ", result.Messages);
        Assert.Contains("dropped bad", File.ReadAllText(temporary.File("run/log.txt")));
    }

    [Fact]
    public void A_run_that_failed_on_its_data_can_be_started_again_into_the_same_folder()
    {
        Refused("no/such/corpus", "no/such/corpus");
        Refused("no/such/corpus", "no/such/corpus");
    }

    // Trains on the corpus, expects exit code 4, and gives back the lines of the error.
    private string[] Refused(string corpus, params string[] expected)
    {
        ProgramResult result = run.Train("--run-dir", temporary.File("run"), "--set", $"data.train=[\"{corpus}\"]");
        Assert.Equal((4, ""), (result.Code, result.Results));
        string[] errors = [.. result.MessageLines.Where(line => line.StartsWith("error: ", StringComparison.Ordinal))];
        foreach (string part in expected)
        {
            Assert.Contains(errors, line => line.Contains(part, StringComparison.Ordinal));
        }

        return errors;
    }
}
