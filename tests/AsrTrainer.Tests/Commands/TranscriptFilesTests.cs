using System.Diagnostics;
using AsrTrainer.Speech.Audio;

namespace AsrTrainer.Tests.Commands;

[Collection(TinyRun.Collection)]
public sealed class TranscriptFilesTests(TinyRun run) : IDisposable
{
    private static readonly string Clip = Path.Combine(TinyRun.Clips, "1/2/1-2-0002.flac");
    private static readonly string Other = Path.Combine(TinyRun.Clips, "1/2/1-2-0026.flac");

    private readonly TemporaryFolder temporary = new();

    public void Dispose() => temporary.Dispose();

    [Fact]
    public void The_formats_asked_for_are_written_and_the_text_is_printed_as_well()
    {
        ProgramResult result = Transcribe(Clip, "--output-format", "srt,txt", "--output_dir", temporary.File("out"));

        Assert.Equal(0, result.Code);
        Assert.Equal(["1-2-0002.srt", "1-2-0002.txt"], Written());
        Assert.Equal(Transcribe(Clip).Results, result.Results);
        Assert.Equal(result.Results.Trim(), File.ReadAllText(temporary.File("out/1-2-0002.txt")).ReplaceLineEndings(" ").Trim());
    }

    [Theory]
    [InlineData("-f", "all")]
    [InlineData]
    public void All_formats_are_written_if_asked_for_or_if_only_the_folder_is_named(params string[] formats)
    {
        Transcribe([Clip, "-o", temporary.File("out"), .. formats]);

        Assert.Equal("ctm json srt TextGrid trn tsv txt vtt", string.Join(' ', Written().Select(name => name.Split('.')[1])));
    }

    [Fact]
    public void Two_files_of_one_name_do_not_overwrite_each_other_and_a_bad_one_writes_nothing()
    {
        Directory.CreateDirectory(temporary.File("a"));
        Directory.CreateDirectory(temporary.File("b"));
        File.Copy(Clip, temporary.File("a/x.flac"));
        File.Copy(Other, temporary.File("b/x.flac"));
        File.WriteAllText(temporary.File("b/y.wav"), "no audio");

        ProgramResult result = Transcribe(
            temporary.File("a"), temporary.File("b"), "--output-format", "txt", "--output-dir", temporary.File("out"));

        Assert.Equal(7, result.Code);
        Assert.Equal(["a/x.flac.txt", "b/x.flac.txt"], Written());
        Assert.Contains("b/y.wav", Assert.Single(result.MessageLines));
    }

    [Fact]
    public void A_file_that_cannot_be_written_costs_no_other_and_no_text()
    {
        string longest = temporary.File($"{new string('n', 250)}.flac");
        File.Copy(Clip, longest);
        Directory.CreateDirectory(temporary.File("out/1-2-0002.txt"));

        ProgramResult result = Transcribe(Clip, longest, Other, "-f", "txt,textgrid", "-o", temporary.File("out"));

        Assert.Equal((7, 3), (result.Code, result.Results.Split('\n').Length - 1));
        Assert.Equal(2, result.MessageLines.Length);
        Assert.Contains($"\"{temporary.File("out/1-2-0002.txt")}\" cannot be written", result.MessageLines[0]);
        Assert.Contains($"{new string('n', 250)}.TextGrid\" cannot be written", result.MessageLines[1]);
        Assert.Equal(["1-2-0002.TextGrid", "1-2-0026.TextGrid", "1-2-0026.txt", $"{new string('n', 250)}.txt"], Written());
    }

    [Fact]
    public void What_is_there_already_is_left_out_when_asked()
    {
        string[] call = ["--output-format", "txt,json", "--output-dir", temporary.File("out"), "--skip-existing"];
        Transcribe([Clip, .. call]);
        File.Delete(temporary.File("out/1-2-0002.json"));
        ProgramResult first = Transcribe([Clip, .. call]);
        File.WriteAllText(temporary.File("out/1-2-0002.txt"), "mine");

        ProgramResult second = Transcribe([Clip, Other, .. call]);

        Assert.Equal((0, "0 files transcribed already, 1 to do\n"), (first.Code, first.Messages));
        Assert.Equal((0, "1 file transcribed already, 1 to do\n"), (second.Code, second.Messages));
        Assert.StartsWith($"{Other}\t", second.Results);
        Assert.Equal("mine", File.ReadAllText(temporary.File("out/1-2-0002.txt")));
        Assert.Equal(4, Written().Length);
    }

    [Fact]
    public void Audio_that_changed_since_is_not_skipped_and_what_is_skipped_is_named_when_asked()
    {
        string[] copies = [temporary.File("a.flac"), temporary.File("b.flac")];
        File.Copy(Clip, copies[0]);
        File.Copy(Clip, copies[1]);
        string[] call = [.. copies, "-f", "txt", "-o", temporary.File("out"), "--skip-existing", "--verbose"];
        Transcribe(call);
        File.SetLastWriteTimeUtc(copies[0], DateTime.UtcNow.AddMinutes(1));

        ProgramResult result = Transcribe(call);

        Assert.Equal((0, $"{copies[1]}: transcribed already\n1 file transcribed already, 1 to do\n"), (result.Code, result.Messages));
        Assert.StartsWith($"{copies[0]}\t", result.Results);
    }

    [Theory]
    [InlineData("--skip-existing")]
    [InlineData("--skip-existing", "-f", "txt", "--stream")]
    public void Where_there_are_no_files_to_go_by_nothing_can_be_skipped(params string[] options)
    {
        ProgramResult result = Transcribe(["-", .. options]);

        Assert.Equal((2, ""), (result.Code, result.Results));
        Assert.Contains("--skip-existing goes by files", result.Messages);
    }

    [Fact]
    public void A_file_where_the_folder_should_be_is_refused_before_any_work()
    {
        File.WriteAllText(temporary.File("out"), "");

        ProgramResult result = Transcribe(Clip, "--output-dir", temporary.File("out"));

        Assert.Equal((2, ""), (result.Code, result.Results));
        Assert.Contains($"--output-dir {temporary.File("out")}: is a file", result.Messages);
    }

    [Fact]
    public void Lists_and_patterns_name_files_in_their_order()
    {
        File.WriteAllText(temporary.File("list.txt"), $"# two\n{Other}\n{TinyRun.Clips}/1/2/*2.flac\n");
        string expected = string.Concat(Transcribe(Other, Clip).Results);

        Assert.Equal(expected, Transcribe($"@{temporary.File("list.txt")}").Results);
        Assert.Equal(expected, Transcribe("--list", temporary.File("list.txt")).Results);
        byte[] list = File.ReadAllBytes(temporary.File("list.txt"));
        Assert.All(["-", "/dev/stdin"], name => Assert.Equal(
            expected, ProgramResult.Of(list, isTerminal: false, "transcribe", run.Folder, "--list", name).Results));
        ProgramResult none = Transcribe("no/such/*.wav", $"@{temporary.File("none.txt")}", Clip);
        Assert.Equal(7, none.Code);
        Assert.Contains("no file matches \"no/such/*.wav\"", none.Messages);
        Assert.Contains($"list \"{temporary.File("none.txt")}\" does not exist", none.Messages);
    }

    [Fact]
    public void Without_any_path_the_call_is_refused() => Assert.Equal(2, Transcribe().Code);

    [Fact]
    public void Samples_that_arrive_give_the_text_of_the_file_and_the_same_files()
    {
        float[] speech = AudioFile.ReadMono(Clip).Samples;
        float[] twice = [.. speech, .. new float[16000], .. speech];
        byte[] wave = WaveBytes.Of(twice, 16000, 1, 16, isFloat: false);
        File.WriteAllBytes(temporary.File("stdin.wav"), wave);
        string[] files = ["--output-format", "json", "--output-dir", temporary.File("out")];
        Transcribe([temporary.File("stdin.wav"), .. files]);
        string expected = File.ReadAllText(temporary.File("out/stdin.json"));

        ProgramResult withHeader = Stream(wave, files);
        string streamed = File.ReadAllText(temporary.File("out/stdin.json"));
        ProgramResult raw = Stream(wave[44..]);

        Assert.Equal((0, expected), (withHeader.Code, streamed));
        Assert.Equal((0, withHeader.Results), (raw.Code, raw.Results));
        string text = Transcribe(temporary.File("stdin.wav")).Results.Trim();
        Assert.Equal(text, withHeader.Results.ReplaceLineEndings(" ").Trim());
    }

    [Fact]
    public void Only_the_standard_input_is_streamed()
    {
        ProgramResult result = Transcribe(Clip, "--stream");

        Assert.Equal(2, result.Code);
        Assert.Contains("--stream reads the standard input", result.Messages);
    }

    [Fact]
    public void A_person_sees_how_far_it_is()
    {
        ProgramResult result = ProgramResult.Of([], isTerminal: true, "transcribe", run.Folder, Clip, Other);

        Assert.Equal(0, result.Code);
        Assert.Matches(@"\rtranscribed [0-9.]+ s of [0-9.]+ s, \d+ %, \d+ x real time, left ", result.Messages);
    }

    [Fact]
    public async Task A_named_pipe_is_read_once_also_while_a_person_watches()
    {
        string pipe = temporary.File("pipe");
        using (Process make = Process.Start("mkfifo", [pipe]))
        {
            await make.WaitForExitAsync();
        }

        Task writing = Task.Run(() =>
        {
            using var stream = new FileStream(pipe, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            stream.Write(File.ReadAllBytes(Clip));
        });
        Task<ProgramResult> transcribing = Task.Run(() => ProgramResult.Of([], isTerminal: true, "transcribe", run.Folder, pipe));

        ProgramResult result = await transcribing.WaitAsync(TimeSpan.FromMinutes(1));
        await writing;
        Assert.Equal((0, Transcribe(Clip).Results), (result.Code, result.Results));
    }

    private ProgramResult Stream(byte[] input, params string[] more) => WithoutModel(
        ProgramResult.Of(input, isTerminal: false, ["transcribe", run.Folder, "-", "--stream", .. more]));

    private ProgramResult Transcribe(params string[] arguments) => WithoutModel(ProgramResult.Of(["transcribe", run.Folder, .. arguments]));

    // Without the line that names the model, which most calls begin with.
    private static ProgramResult WithoutModel(ProgramResult result) => result.Messages.StartsWith("model: ", StringComparison.Ordinal)
        ? result with { Messages = result.Messages.Split('\n', 2)[1] }
        : result;

    private string[] Written() =>
    [
        .. Directory.GetFiles(temporary.File("out"), "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(temporary.File("out"), path))
            .Order(StringComparer.OrdinalIgnoreCase),
    ];
}
