using System.Text.Json.Nodes;
using AsrTrainer.Commands;
using AsrTrainer.Speech.Audio;
using AsrTrainer.Speech.Decoding;

namespace AsrTrainer.Tests.Commands;

[Collection(TinyRun.Collection)]
public sealed class AlignmentRunTests(TinyRun run)
{
    private static readonly string Clip = Path.Combine(TinyRun.Clips, "1/2/1-2-0002.flac");

    [Fact]
    public void Every_word_is_a_line_with_start_and_end_in_order()
    {
        ProgramResult result = Align(Clip, "Thank you.");

        Assert.Equal((0, "left out, since the model does not write it: U+002E '.' (1)\n"), (result.Code, result.Messages));
        string[] lines = result.Results.Split('\n')[..^1];
        Assert.Equal(["start", "end", "confidence", "word"], Fields(lines[0]));
        Assert.Equal(["thank", "you"], lines[1..].Select(line => Fields(line)[3]));
        double[] times = [.. lines[1..].SelectMany(line => Fields(line)[..2]).Select(double.Parse)];
        Assert.Equal(times.Order(), times);
        Assert.InRange(times[^1], 0.1, Math.Round(AudioFile.ReadMono(Clip).Seconds, 3));
    }

    [Theory]
    [InlineData("ctm", "1-2-0002 1 ")]
    [InlineData("textgrid", "File type = \"ooTextFile\"")]
    [InlineData("srt", "1\n00:00:0")]
    [InlineData("vtt", "WEBVTT\n")]
    [InlineData("tsv", "start\tend\ttext\n")]
    [InlineData("json", "{\n  \"name\": \"1-2-0002\"")]
    public void The_result_comes_in_the_form_that_is_asked_for_to_stdout_or_into_a_file(string format, string beginning)
    {
        using var temporary = new TemporaryFolder();
        ProgramResult shown = Align(Clip, "thank you", "--output-format", format);
        ProgramResult kept = Align(Clip, "thank you", "--output-format", format, "--output", temporary.File("result"));

        Assert.Equal((0, 0, "", ""), (shown.Code, kept.Code, kept.Results, kept.Messages));
        Assert.StartsWith(beginning, shown.Results);
        Assert.Equal(shown.Results, File.ReadAllText(temporary.File("result")));
    }

    [Theory]
    [InlineData("talk.srt", "1\n00:00:0")]
    [InlineData("talk.textgrid", "File type = \"ooTextFile\"")]
    [InlineData("talk.JSON", "{\n  \"name\": \"1-2-0002\"")]
    [InlineData("talk.txt", "    start        end  confidence  word\n")]
    [InlineData("talk", "    start        end  confidence  word\n")]
    public void A_file_has_the_form_that_its_name_ends_in_unless_told_otherwise(string file, string beginning)
    {
        using var temporary = new TemporaryFolder();

        Assert.Equal(0, Align(Clip, "thank you", "-o", temporary.File(file)).Code);
        Assert.StartsWith(beginning, File.ReadAllText(temporary.File(file)));
    }

    [Fact]
    public void A_file_that_is_called_a_text_takes_any_form()
    {
        using var temporary = new TemporaryFolder();

        Assert.Equal(0, Align(Clip, "thank you", "-o", temporary.File("talk.txt"), "-f", "vtt").Code);
        Assert.StartsWith("WEBVTT\n", File.ReadAllText(temporary.File("talk.txt")));
    }

    [Fact]
    public void JSON_and_TextGrid_have_the_characters_too()
    {
        JsonNode json = JsonNode.Parse(Align(Clip, "thank you", "--output-format", "json").Results)!;
        string grid = Align(Clip, "thank you", "--output-format", "textgrid").Results;

        JsonNode word = json["segments"]![0]!["words"]![0]!;
        Assert.Equal("thank", string.Concat(word["characters"]!.AsArray().Select(one => (string)one!["character"]!)));
        Assert.Equal((double)word["start"]!, (double)word["characters"]![0]!["start"]!);
        Assert.Equal((double)word["end"]!, (double)word["characters"]![4]!["end"]!);
        Assert.Contains("size = 3\n", grid);
        Assert.Contains("name = \"characters\"", grid);
    }

    [Theory]
    [InlineData("1 0.9 0.0005", null)]
    [InlineData("0.0005 0.9", "1 of 2 words with next to no confidence (below 0.001): is it the text of this audio?")]
    [InlineData("0", "1 of 1 word with next to no confidence (below 0.001): is it the text of this audio?")]
    [InlineData("0.001 0.001", null)]
    public void A_text_of_which_half_or_more_is_not_heard_is_asked_about(string confidences, string? doubt) =>
        Assert.Equal(
            doubt, AlignmentRun.Doubt([.. confidences.Split(' ').Select(one => new TimedWord("word", 0, 1, double.Parse(one), []))]));

    [Fact]
    public void The_text_may_be_a_file()
    {
        using var temporary = new TemporaryFolder();
        File.WriteAllText(temporary.File("text.txt"), "\uFEFFThank\r\nyou\r\n");

        Assert.Equal(Align(Clip, "thank you"), Align(Clip, temporary.File("text.txt")));
    }

    [Fact]
    public void A_text_that_is_not_UTF_8_is_a_fault_that_says_so()
    {
        using var temporary = new TemporaryFolder();
        File.WriteAllBytes(temporary.File("latin1.txt"), [.. "caf"u8, 0xE9, .. " thank you"u8]);

        ProgramResult result = Align(Clip, temporary.File("latin1.txt"));

        Assert.Equal(
            (4, $"error: {temporary.File("latin1.txt")}: is not UTF-8; convert it, for instance with iconv -f latin1 -t utf-8\n"),
            (result.Code, result.Messages));
    }

    [Fact]
    public async Task The_text_may_come_through_a_pipe()
    {
        using System.Diagnostics.Process process = new()
        {
            StartInfo = new(ProgramResult.Executable, ["align", run.Folder, Clip, "-"])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        process.Start();
        process.StandardInput.Write("thank you\n");
        process.StandardInput.Close();
        ProgramResult result = await ProgramResult.Of(process);

        Assert.Equal((0, Align(Clip, "thank you").Results), (result.Code, result.Results));
    }

    [Theory]
    [InlineData("press 1", "U+0031 '1'")]
    [InlineData("", "no word")]
    [InlineData("missing.txt", "no such file")]
    [InlineData("/", "is a folder")]
    public void A_text_that_cannot_be_spoken_is_a_fault(string text, string said)
    {
        ProgramResult result = Align(Clip, text);

        Assert.Equal((4, ""), (result.Code, result.Results));
        Assert.Contains(said, result.Messages);
    }

    [Fact]
    public void Audio_that_is_not_there_is_a_fault()
    {
        ProgramResult result = Align("no/such.wav", "thank you");

        Assert.Equal((4, ""), (result.Code, result.Results));
        Assert.Contains("no/such.wav", Assert.Single(result.MessageLines));
    }

    [Fact]
    public void A_text_that_is_too_long_for_the_audio_is_a_fault_and_leaves_no_file()
    {
        using var temporary = new TemporaryFolder();
        ProgramResult result = Align(Clip, string.Join(' ', Enumerable.Repeat("thank you", 50)), "--output", temporary.File("result"));

        Assert.Equal((4, ""), (result.Code, result.Results));
        Assert.StartsWith($"error: {Clip}: the text has 499 characters", Assert.Single(result.MessageLines));
        Assert.False(File.Exists(temporary.File("result")));
    }

    [Theory]
    [InlineData("give AUDIO and TEXT, or --data PATH", "clip.wav")]
    [InlineData("give AUDIO and TEXT, or --data PATH", "clip.wav", "text", "--data", "corpus", "--output", "x")]
    [InlineData("--data needs --output DIR", "--data", "corpus")]
    [InlineData("cannot both come from the standard input", "-", "-")]
    [InlineData("'docx'", "clip.wav", "text", "--output-format", "docx")]
    [InlineData("--output talk.SRT ends as srt does, and --output-format is json", "clip.wav", "text", "-f", "json", "-o", "talk.SRT")]
    [InlineData("--output talk.ctm ends as ctm does, and --output-format is table", "clip.wav", "text", "-f", "table", "-o", "talk.ctm")]
    public void Arguments_that_do_not_go_together_are_a_fault(string said, params string[] arguments)
    {
        ProgramResult result = ProgramResult.Of(["align", run.Folder, .. arguments]);

        Assert.Equal((2, ""), (result.Code, result.Results));
        Assert.Contains(said, result.Messages);
    }

    [Fact]
    public void Where_nothing_can_be_written_is_found_out_before_the_audio_is_looked_at()
    {
        using var temporary = new TemporaryFolder();
        File.WriteAllText(temporary.File("file"), "");

        ProgramResult result = Align("no/such.wav", "thank you", "--output", temporary.File("file/talk.srt"));

        Assert.Equal((2, ""), (result.Code, result.Results));
        Assert.Contains($"--output {temporary.File("file")}: is a file; name a folder", result.Messages);
    }

    [Fact]
    public void A_corpus_is_a_file_for_each_utterance_and_what_cannot_be_aligned_costs_none_of_the_others()
    {
        using var temporary = new TemporaryFolder();
        File.WriteAllText(temporary.File("corpus.csv"), $"""
            id,path,text
            a/one,{Clip},thank you
            b/one,{Clip},thank you
            ../two,{Clip},{string.Join(' ', Enumerable.Repeat("thank you", 50))}
            """);
        string folder = temporary.File("aligned");
        ProgramResult result = ProgramResult.Of(
            "align", run.Folder, "--data", temporary.File("corpus.csv"), "--output", folder, "--output-format", "ctm");

        Assert.Equal((7, ""), (result.Code, result.Results));
        Assert.Contains("dropped ../two", result.Messages);
        Assert.Contains($"2 utterances aligned, in {folder}", result.Messages);
        IEnumerable<string> files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories);
        Assert.Equal(["a/one.ctm", "b/one.ctm"], files.Select(file => Path.GetRelativePath(folder, file)).Order());
        Assert.StartsWith("a/one 1 ", File.ReadAllText(Path.Combine(folder, "a/one.ctm")));
    }

    // Without the line that names the model, which every call begins with.
    private ProgramResult Align(string audio, string text, params string[] more)
    {
        ProgramResult result = ProgramResult.Of(["align", run.Folder, audio, text, .. more]);
        Assert.StartsWith("model: ", result.Messages);
        return result with { Messages = result.Messages[(result.Messages.IndexOf('\n', StringComparison.Ordinal) + 1)..] };
    }

    private static string[] Fields(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
