using System.Security.Cryptography;
using System.Text.Json.Nodes;
using AsrTrainer.Speech.Text;

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
        Assert.Equal($"report: {temporary.File("scores")}", result.MessageLines[^1]);
        Assert.Equal(11, File.ReadAllLines(temporary.File("scores/utterances.csv")).Length);
    }

    [Fact]
    public void The_report_is_kept_in_files_that_other_programs_read()
    {
        using var temporary = new TemporaryFolder();
        ProgramResult result = ProgramResult.Of(
            "eval", run.Folder, "--data", TinyRun.Clips, "--output", temporary.File("scores"), "--json");
        Assert.Equal(0, result.Code);
        Assert.Equal(
            [
                "confusions.csv", "hyp.ctm", "hyp.trn", "lengths.csv", "ref.trn", "report.json", "sets.csv", "speakers.csv",
                "utterances.csv",
            ],
            Directory.GetFiles(temporary.File("scores")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(result.Results, File.ReadAllText(temporary.File("scores/report.json")));

        // Every report says what texts went through.
        string label = TranscriptNormalizer.LowerCase.Label;
        foreach (string file in Directory.GetFiles(temporary.File("scores")).Where(file => Path.GetExtension(file) != ".json"))
        {
            string[] lines = File.ReadAllLines(file);
            Assert.True(Path.GetExtension(file) == ".csv"
                ? lines.Skip(1).All(line => line.EndsWith($",{label}", StringComparison.Ordinal))
                : lines[0] == $";; normalizer {label}");
        }

        // Scored from its own files, the result is the same; compared with itself, nothing differs.
        ProgramResult again = ProgramResult.Of(
            "score", "--ref", temporary.File("scores/ref.trn"), "--hyp", temporary.File("scores/hyp.trn"), "--json");
        Assert.Equal(Words(result), Words(again));
        ProgramResult same = ProgramResult.Of(
            "compare", temporary.File("scores"), "--ref", temporary.File("scores/ref.trn"), "--hyp", temporary.File("scores/hyp.trn"));
        Assert.Equal(0, same.Code);
        Assert.Contains("B is better in 0, worse in 0, as good in 10", same.Results);
    }

    [Fact]
    public void Each_of_several_sets_has_a_folder_for_the_files_that_cannot_name_it()
    {
        using var temporary = new TemporaryFolder();
        ProgramResult.Of("eval", run.Folder, "--data", TinyRun.Clips, $"few={TinyRun.Clips}/1/2", "--output", temporary.File("scores"));
        Assert.Equal(3, File.ReadAllLines(temporary.File("scores/few/hyp.trn")).Length);
        Assert.Equal(11, File.ReadAllLines(temporary.File("scores/speech/ref.trn")).Length);
        Assert.True(File.Exists(temporary.File("scores/few/hyp.ctm")));

        // The same utterances are in both sets: compared, they are told apart.
        ProgramResult same = ProgramResult.Of("compare", temporary.File("scores"), temporary.File("scores/utterances.csv"));
        Assert.Contains("as good in 12", same.Results);
    }

    [Fact]
    public void The_decoder_is_named_as_the_user_chose_it()
    {
        using var temporary = new TemporaryFolder();
        string model = TinyModel.Write(temporary.File("tiny.arpa"));
        string[] arguments = ["eval", run.Folder, "--data", $"{TinyRun.Clips}/1/2", "--beam", "4", "--lm", model, "--lm-weight", "0.75"];
        JsonNode decoder = JsonNode.Parse(ProgramResult.Of([.. arguments, "--json"]).Results)!["decoder"]!;
        Assert.Equal((4, model, 0.75), ((int)decoder["beam"]!, (string)decoder["lm"]!, (double)decoder["lm_weight"]!));
        string hash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(model)));
        Assert.Equal(hash, (string)decoder["lm_sha256"]!);
        Assert.Contains(
            $"\ndecoder: beam 4, language model {model} sha256:{hash[..12]}, weight 0.75, unknown penalty 5, word bonus 1.5\n",
            ProgramResult.Of(arguments).Results);
    }

    [Theory]
    [InlineData("no such file or folder")]
    public void A_corpus_that_is_not_there_is_named(string problem)
    {
        ProgramResult result = ProgramResult.Of("eval", run.Folder, "--data", "no/such/corpus");
        Assert.Equal((4, ""), (result.Code, result.Results));
        Assert.StartsWith($"error: no/such/corpus: {problem}", result.MessageLines[^1]);
    }

    private static string Words(ProgramResult result) => JsonNode.Parse(result.Results)!["total"]!["words"]!.ToJsonString();
}
