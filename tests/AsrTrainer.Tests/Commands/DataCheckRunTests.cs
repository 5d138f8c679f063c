using System.Text.Json;
using AsrTrainer.Speech.Corpora;

namespace AsrTrainer.Tests.Commands;

[Collection(TinyRun.Collection)]
public sealed class DataCheckRunTests(TinyRun run) : IDisposable
{
    private static readonly string Clip = Path.Combine(TinyRun.Clips, "1/2/1-2-0002.flac");
    private static readonly string OtherClip = Path.Combine(TinyRun.Clips, "1/1/1-1-0103.flac");

    private readonly TemporaryFolder temporary = new();

    public void Dispose() => temporary.Dispose();

    [Fact]
    public void Nothing_is_found_in_clean_speech()
    {
        ProgramResult result = ProgramResult.Of("data", "check", TinyRun.Clips);
        Assert.Equal((0, "speech: 10 of 10 utterances usable, 7.6 s of audio\nnothing was found\n"), (result.Code, result.Results));
        Assert.Matches(@"^examined 10 new audio files, 7\.6 s, in \d+\.\d s\n$", result.Messages);
    }

    [Fact]
    public void The_dev_sets_of_a_configuration_are_held_against_what_it_trains_on()
    {
        ProgramResult result = ProgramResult.Of("data", "check", run.Configuration);
        Assert.Equal(0, result.Code);
        string[] lines = result.Results.Split('\n');
        Assert.StartsWith("speech: 10 of 10 ", lines[0]);
        Assert.StartsWith("ten: 10 of 10 ", lines[1]);
        Assert.StartsWith("two: 2 of 2 ", lines[2]);
        Assert.Matches(@"(?m)^warning   same-audio +12  1-1-0103: speech: 1-1-0103$", result.Results);
        Assert.Matches(@"(?m)^warning   speaker-overlap +2  1-1-0103: speaker 1$", result.Results);
        Assert.Matches(@"(?m)^warning   sentence-overlap +12  1-1-0103: speech: 1-1-0103$", result.Results);
        Assert.EndsWith("each by utterance: --output DIR\n", result.Messages);
    }

    [Fact]
    public void Corpora_by_their_paths_are_held_against_the_first()
    {
        ProgramResult result = ProgramResult.Of("data", "check", TinyRun.Clips, $"held={TinyRun.Clips}/1/2", "--workers", "1");
        Assert.Equal(0, result.Code);
        Assert.Matches(@"(?m)^warning   sentence-overlap +2  1-2-0002: speech: 1-2-0002$", result.Results);
    }

    [Fact]
    public void Only_the_first_corpus_is_held_to_what_training_is_held_to()
    {
        string tooMuch = Manifest($"{Clip},{string.Concat(Enumerable.Repeat("nobody can say as much ", 10))}");
        string[] limits = ["--set", "data.max_dropped_share=0.5", "--set", "data.max_seconds=3", "--set", "data.min_seconds=0.1"];

        Assert.StartsWith("rows: 1 of 2 utterances usable, ", ProgramResult.Of(["data", "check", tooMuch, .. limits]).Results);
        Assert.Contains(
            "\nrows: 2 of 2 utterances usable, ", ProgramResult.Of(["data", "check", TinyRun.Clips, tooMuch, .. limits]).Results);
    }

    [Fact]
    public void Too_many_errors_are_exit_code_4_and_all_of_them_are_in_the_table()
    {
        string manifest = Manifest("gone.flac,thank you", $"{Clip},caf\u00e9");
        ProgramResult result = ProgramResult.Of("data", "check", manifest, "--output", temporary.File("out"));
        Assert.Equal(4, result.Code);
        Assert.Equal(
            $"error: rows: 2 of 3 utterances (66.67 %) cannot be used; at most 1 % may be dropped; mend them, or allow a larger share "
            + "(data.max_dropped_share, --max-dropped-share)",
            result.MessageLines[^1]);
        Assert.Matches(@"(?m)^error     missing-audio +1  gone$", result.Results);
        Assert.Contains("characters outside the alphabet:\n  U+00E9 'é': 1 time, first in ", result.Results);
        string[] rows = File.ReadAllLines(temporary.File("out/findings.csv"));
        Assert.Equal("severity,reason,value,utterance,path,corpus,detail", rows[0]);
        Assert.StartsWith($"error,missing-audio,,gone,{temporary.File("gone.flac")},rows,", rows[1]);
        Assert.StartsWith("error,unknown-characters,U+00E9 'é',", rows[2]);
        Assert.Equal(3, rows.Length);
    }

    [Fact]
    public void Errors_that_are_a_small_share_are_exit_code_0()
    {
        ProgramResult result = ProgramResult.Of(
            "data", "check", Manifest("gone.flac,thank you"), "--set", "data.max_dropped_share=0.5");
        Assert.Equal(0, result.Code);
        Assert.StartsWith("rows: 1 of 2 utterances usable, ", result.Results);
    }

    [Fact]
    public void A_configuration_gives_alphabet_and_limits_to_other_corpora()
    {
        string configuration = temporary.File("mine.yaml");
        File.WriteAllText(configuration, """
            data: {train: no/such/corpus, check: {max_characters_per_second: 2}}
            text: {alphabet: " abcdefghijklmnopqrstuvwxyzé"}
            """);
        ProgramResult result = ProgramResult.Of("data", "check", Manifest($"{Clip},caf\u00e9"), "--config", configuration);
        Assert.Equal(0, result.Code);
        Assert.Matches(@"(?m)^warning   speaking-rate +2  ", result.Results);
        Assert.DoesNotContain("unknown-characters", result.Results);
    }

    [Fact]
    public void One_json_object_holds_corpora_findings_and_characters()
    {
        ProgramResult result = ProgramResult.Of("data", "check", Manifest("gone.flac,thank you", $"{Clip},\u2116"), "--json");
        using JsonDocument json = JsonDocument.Parse(result.Results);
        JsonElement root = json.RootElement;
        Assert.Equal(4, result.Code);
        Assert.False(root.GetProperty("usable").GetBoolean());
        JsonElement corpus = Assert.Single(root.GetProperty("corpora").EnumerateArray());
        Assert.Equal(
            ("rows", 1, 2, 0, 0),
            (corpus.GetProperty("name").GetString(), corpus.GetProperty("utterances").GetInt32(), corpus.GetProperty("errors").GetInt32(),
                corpus.GetProperty("left_out").GetInt32(), corpus.GetProperty("warnings").GetInt32()));
        JsonElement finding = root.GetProperty("findings")[0];
        Assert.Equal(("error", "missing-audio", 1), (
            finding.GetProperty("severity").GetString(), finding.GetProperty("reason").GetString(),
            finding.GetProperty("count").GetInt32()));
        Assert.Equal("gone", finding.GetProperty("example").GetProperty("utterance").GetString());
        Assert.Equal("U+2116 '№'", root.GetProperty("unknown_characters")[0].GetProperty("character").GetString());
    }

    [Fact]
    public void Training_keeps_what_it_found_in_the_folder_of_the_run()
    {
        string[] rows = File.ReadAllLines(Path.Combine(run.Folder, "quarantine.csv"));
        Assert.Equal(1 + 12 + 2 + 12, rows.Length);
        Assert.Contains("ten: 21 warnings (10 same-audio, 1 speaker-overlap, 10 sentence-overlap)", run.Training.MessageLines);
        Assert.Contains($"all findings: {run.Folder}/quarantine.csv", run.Training.MessageLines);
    }

    [Theory]
    [InlineData(2, "stands alone", "a.yaml", "corpus")]
    [InlineData(2, "stands alone", "a.yaml", "--config", "b.yaml")]
    [InlineData(2, "rows names two corpora", "a/rows.csv", "b/rows.csv")]
    [InlineData(2, "--workers: must be a whole number from 1 to 1024", "corpus", "--workers", "0")]
    [InlineData(2, "see asr data check --help")]
    [InlineData(3, "no such file", "no/such.yaml")]
    [InlineData(4, "no/such: no such file or folder", "no/such", "nor/this")]
    [InlineData(4, "nor/this: no such file or folder", "no/such", "nor/this")]
    public void What_cannot_be_checked_is_said(int code, string message, params string[] arguments)
    {
        ProgramResult result = ProgramResult.Of(["data", "check", .. arguments]);
        Assert.Equal((code, ""), (result.Code, result.Results));
        Assert.Contains(message, result.Messages);
    }

    [Fact]
    public void The_manual_names_every_reason()
    {
        string manual = File.ReadAllText(Path.Combine(RepositoryFiles.Root, "docs/data-check.md"));
        Assert.All(Enum.GetValues<FindingReason>(), reason => Assert.Contains($"`{FindingReasons.NameOf(reason)}`", manual));
    }

    // A good row and those given.
    private string Manifest(params string[] rows)
    {
        string path = temporary.File("rows.csv");
        File.WriteAllText(path, $"audio,text\n{OtherClip},beep\n{string.Concat(rows.Select(row => row + "\n"))}");
        return path;
    }
}
