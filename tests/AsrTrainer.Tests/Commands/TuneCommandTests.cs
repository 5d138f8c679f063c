using System.Text.Json;

namespace AsrTrainer.Tests.Commands;

[Collection(TinyRun.Collection)]
public sealed class TuneCommandTests(TinyRun run) : IDisposable
{
    private readonly TemporaryFolder temporary = new();

    public void Dispose() => temporary.Dispose();

    [Fact]
    public void The_best_of_what_was_tried_is_given_as_options_that_score_as_said()
    {
        JsonElement found = JsonDocument.Parse(Tune("--json").Results).RootElement;
        JsonElement[] points = [.. found.GetProperty("points").EnumerateArray()];
        JsonElement best = found.GetProperty("best");
        Assert.True(points.Length >= 12);
        Assert.Equal(points.Min(point => point.GetProperty("word_errors").GetInt64()), best.GetProperty("word_errors").GetInt64());
        string[] options = [.. found.GetProperty("options").EnumerateArray().Select(one => one.GetString()!)];
        ProgramResult scored = ProgramResult.Of(["eval", run.Folder, "--data", TinyRun.Clips, .. options]);
        Assert.True(scored.Code == 0, scored.Messages);
        double wer = 100 * best.GetProperty("wer").GetDouble();
        double cer = 100 * best.GetProperty("cer").GetDouble();
        Assert.Contains(
            string.Create(System.Globalization.CultureInfo.InvariantCulture, $"WER {wer:F2} % CER {cer:F2} %"), scored.Results);
        string documented = File.ReadAllText(Path.Combine(RepositoryFiles.Root, "docs/decoding.md"));
        Assert.All(found.EnumerateObject().Concat(best.EnumerateObject()), key => Assert.Contains($"`{key.Name}`", documented));
    }

    [Fact]
    public void The_table_ends_with_the_options_to_use()
    {
        ProgramResult result = Tune("--hotwords", "agent smith", "--hotword-boost", "2", "--beam", "4");
        Assert.True(result.Code == 0, result.Messages);
        string[] lines = result.Results.TrimEnd().Split('\n');
        Assert.Matches(@"^10 utterances, \d+\.\d s of audio; the language model knows \d+\.\d\d % of their words$", lines[0]);
        Assert.Single(lines, line => line.EndsWith("   best", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("greedy ", StringComparison.Ordinal));
        Assert.Matches(
            @"^--beam 4 --lm \S+\.arpa --lm-weight [\d.]+ --word-bonus -?[\d.]+ --hotwords 'agent smith' --hotword-boost 2$", lines[^1]);
    }

    [Fact]
    public void A_language_model_is_needed_and_must_be_one()
    {
        File.WriteAllText(temporary.File("no.arpa"), "no model\n");
        ProgramResult missing = ProgramResult.Of("tune", run.Folder, "--data", TinyRun.Clips);
        ProgramResult wrong = ProgramResult.Of("tune", run.Folder, "--data", TinyRun.Clips, "--lm", temporary.File("no.arpa"));
        Assert.Equal(2, missing.Code);
        Assert.Contains("--lm", missing.Messages);
        Assert.Equal((5, ""), (wrong.Code, wrong.Results));
        Assert.Contains("no.arpa", wrong.MessageLines[^1]);
    }

    [Fact]
    public void Few_known_words_are_warned_of_before_anything_is_tried()
    {
        ProgramResult known = Tune();
        ProgramResult unknown = ProgramResult.Of(
            "tune", run.Folder, "--data", TinyRun.Clips, "--lm", TinyModel.Write(temporary.File("x.arpa"), "xyz", "zyx"));

        int warning = Array.FindIndex(unknown.MessageLines, line => line.StartsWith("warning: ", StringComparison.Ordinal));
        Assert.Equal(
            $"warning: --lm {temporary.File("x.arpa")} knows 0.00 % of the words of these transcripts; is it of this language and this "
            + "spelling?",
            unknown.MessageLines[warning]);
        Assert.True(warning < unknown.MessageLines.Length - 12);
        Assert.Equal(Share(known) < 50, known.Messages.Contains("of the words of these transcripts", StringComparison.Ordinal));
        static double Share(ProgramResult result) => double.Parse(
            result.Results.Split("the language model knows ")[1].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public void Decoders_are_measured_beside_each_other()
    {
        string[] arguments =
        [
            "bench", "decode", run.Folder, "--data", TinyRun.Clips, "--lm", TinyModel.Write(temporary.File("tiny.arpa")),
            "--hotwords", "agent", "--beam", "4", "--seconds", "0.01",
        ];
        JsonElement found = JsonDocument.Parse(ProgramResult.Of([.. arguments, "--json"]).Results).RootElement;
        JsonElement[] decoders = [.. found.GetProperty("decoders").EnumerateArray()];
        Assert.Equal(
            ["greedy", "beam 4", "beam 4, 2-gram", "beam 4, 2-gram, hotwords"],
            decoders.Select(one => one.GetProperty("name").GetString()));
        Assert.All(decoders, one => Assert.True(one.GetProperty("real_time").GetDouble() > 0));
        string documented = File.ReadAllText(Path.Combine(RepositoryFiles.Root, "docs/decoding.md"));
        Assert.All(found.EnumerateObject().Concat(decoders[0].EnumerateObject()), key => Assert.Contains($"`{key.Name}`", documented));
    }

    private ProgramResult Tune(params string[] more) => ProgramResult.Of(
        ["tune", run.Folder, "--data", TinyRun.Clips, "--lm", TinyModel.Write(temporary.File("tiny.arpa")), .. more]);
}
