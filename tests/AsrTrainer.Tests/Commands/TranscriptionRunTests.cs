using System.Text.RegularExpressions;
using AsrTrainer.Speech.Audio;

namespace AsrTrainer.Tests.Commands;

[Collection(TinyRun.Collection)]
public sealed class TranscriptionRunTests(TinyRun run)
{
    private static readonly string Clip = Path.Combine(TinyRun.Clips, "1/2/1-2-0002.flac");

    [Fact]
    public void One_file_is_its_text_alone_and_several_are_a_line_each_with_the_path()
    {
        ProgramResult one = Transcribe(Clip);
        Assert.Equal((0, ""), (one.Code, one.Messages));
        Assert.Single(one.Results.Split('\n')[..^1]);
        Assert.DoesNotContain('\t', one.Results);
        ProgramResult several = Transcribe(Path.Combine(TinyRun.Clips, "1/2"), Clip);
        Assert.Equal((0, ""), (several.Code, several.Messages));
        string[] lines = several.Results.Split('\n')[..^1];
        Assert.Equal([Clip, Path.Combine(TinyRun.Clips, "1/2/1-2-0026.flac"), Clip], lines.Select(line => line.Split('\t')[0]));
        Assert.Equal(one.Results.TrimEnd('\n'), lines[0].Split('\t')[1]);
    }

    [Fact]
    public void A_beam_gives_as_many_texts_as_asked_for_and_different_ones()
    {
        ProgramResult result = Transcribe(Clip, "--nbest", "4", "--hotwords", "one");
        Assert.Equal((0, "--hotwords one: no such file, taken for 1 hotword\n"), (result.Code, result.Messages));
        string[] texts = result.Results.Split('\n')[..^1];
        Assert.Equal(4, texts.Length);
        Assert.Equal(texts.Distinct(), texts);
    }

    [Theory]
    [InlineData("--hotwords", "naïve", "error: hotword \"naïve\": U+00EF 'ï' not in the model's alphabet")]
    [InlineData("--lm", "no/such.arpa", "error: no/such.arpa: no such file")]
    public void What_the_decoder_cannot_use_is_refused(string option, string value, string problem)
    {
        ProgramResult result = ProgramResult.Of("transcribe", run.Folder, Clip, option, value);
        Assert.NotEqual(0, result.Code);
        Assert.Equal("", result.Results);
        Assert.StartsWith(problem, result.MessageLines[^1]);
    }

    [Fact]
    public void Where_the_time_went_is_told_when_asked_and_only_then()
    {
        ProgramResult quiet = Transcribe(Clip);
        ProgramResult timed = Transcribe(Clip, "--timing");
        Assert.Equal((0, quiet.Results), (timed.Code, timed.Results));
        string[] stages = [.. timed.MessageLines.Select(line => Regex.Match(line, @"^ +\d+\.\d{3} s  (.+)$").Groups[1].Value)];
        Assert.Equal(
            [
                "start of the program", "finding the model", "reading the model's options", "finding the files", "loading libtorch",
                "reading the model", "decoding the audio", "features, network and text", "rest", "in all",
            ],
            stages);
    }

    [Theory]
    [InlineData(8000, 1, 16, false)]
    [InlineData(44100, 2, 16, false)]
    [InlineData(16000, 1, 24, false)]
    [InlineData(48000, 2, 32, true)]
    public void Any_rate_number_of_channels_and_sample_format_is_taken_and_a_low_rate_is_told(
        int rate, int channels, int bits, bool isFloat)
    {
        using var temporary = new TemporaryFolder();
        string path = temporary.File("clip.wav");
        float[] samples = AudioFile.ReadMono(Clip, rate).Samples;
        File.WriteAllBytes(path, WaveBytes.Of(samples, rate, channels, bits, isFloat));
        ProgramResult result = Transcribe(path);
        string notice = rate < 16000 ? $"{path}: {rate} Hz, below the model's 16000: expect more errors\n" : "";
        Assert.Equal((0, notice), (result.Code, result.Messages));
    }

    [Fact]
    public void A_folder_of_one_file_gives_its_path_as_well_and_names_what_cannot_be_read()
    {
        using var temporary = new TemporaryFolder();
        File.Copy(Clip, temporary.File("one.flac"));
        File.WriteAllText(temporary.File("two.m4a"), "");
        string folder = Path.GetRelativePath(Environment.CurrentDirectory, Path.GetDirectoryName(temporary.File("one.flac"))!);
        ProgramResult result = Transcribe(folder);
        Assert.Equal(7, result.Code);
        Assert.StartsWith($"{folder}/one.flac\t", result.Results);
        Assert.StartsWith(
            $"error: audio file \"{folder}/two.m4a\" is in a format that cannot be read; ", Assert.Single(result.MessageLines));
    }

    [Theory]
    [InlineData(399)]
    [InlineData(1)]
    public void Less_than_a_window_is_no_text(int samples)
    {
        using var temporary = new TemporaryFolder();
        string path = temporary.File("clip.wav");
        File.WriteAllBytes(path, WaveBytes.Of(AudioFile.ReadMono(Clip).Samples[..samples], 16000, 1, 16, isFloat: false));
        Assert.Equal(new ProgramResult(0, "\n", ""), Transcribe(path));
    }

    [Fact]
    public void For_a_format_that_cannot_be_read_a_way_is_named()
    {
        using var temporary = new TemporaryFolder();
        File.WriteAllText(temporary.File("a b.m4a"), "no audio");
        Assert.EndsWith(
            $"; convert it: ffmpeg -i \"{temporary.File("a b.m4a")}\" -f wav - | asr transcribe {run.Folder} -",
            Assert.Single(Transcribe(temporary.File("a b.m4a")).MessageLines));
    }

    [Fact]
    public void A_path_is_one_field_whatever_is_in_it()
    {
        using var temporary = new TemporaryFolder();
        File.Copy(Clip, temporary.File("a\tb\nc\r\\.flac"));
        string folder = Path.GetDirectoryName(temporary.File("x"))!;
        Assert.StartsWith($@"{folder}/a\tb\nc\r\\.flac{'\t'}", Assert.Single(Transcribe(folder).Results.Split('\n')[..^1]));
    }

    [Fact]
    public void A_bad_file_costs_none_of_the_others()
    {
        using var temporary = new TemporaryFolder();
        File.WriteAllText(temporary.File("text.wav"), "no audio");
        ProgramResult result = Transcribe(temporary.File("text.wav"), Clip, "no/such.flac");
        Assert.Equal(7, result.Code);
        Assert.StartsWith($"{Clip}\t", result.Results);
        Assert.Equal(2, result.MessageLines.Length);
        Assert.Matches(@"(?m)^error: .*text\.wav", result.Messages);
        Assert.Matches(@"(?m)^error: .*no/such\.flac", result.Messages);
    }

    [Theory]
    [InlineData("zero.wav")]
    [InlineData("text.wav")]
    [InlineData("cut.wav")]
    [InlineData("cut.flac")]
    [InlineData("header-only.wav")]
    [InlineData("missing.wav")]
    [InlineData("empty-folder")]
    public void What_is_no_whole_audio_file_is_refused_by_name(string name)
    {
        using var temporary = new TemporaryFolder();
        byte[] wave = WaveBytes.Of(AudioFile.ReadMono(Clip).Samples, 16000, 1, 16, isFloat: false);
        byte[] flac = File.ReadAllBytes(Clip);
        File.WriteAllBytes(temporary.File("zero.wav"), []);
        File.WriteAllText(temporary.File("text.wav"), "This is not audio at all, whatever its name says.");
        File.WriteAllBytes(temporary.File("cut.wav"), wave[..(wave.Length / 2)]);
        File.WriteAllBytes(temporary.File("cut.flac"), flac[..(flac.Length / 2)]);
        File.WriteAllBytes(temporary.File("header-only.wav"), WaveBytes.Of([], 16000, 1, 16, isFloat: false));
        Directory.CreateDirectory(temporary.File("empty-folder"));
        ProgramResult result = Transcribe(temporary.File(name));
        Assert.Equal((4, ""), (result.Code, result.Results));
        string line = Assert.Single(result.MessageLines);
        Assert.StartsWith("error: ", line);
        Assert.Contains(temporary.File(name), line);
    }

    // Without the line that names the model, which every call begins with.
    private ProgramResult Transcribe(params string[] paths)
    {
        ProgramResult result = ProgramResult.Of(["transcribe", run.Folder, .. paths]);
        string[] parts = result.Messages.Split('\n', 2);
        Assert.StartsWith($"model: {run.Folder}/checkpoints/step-", parts[0]);
        return result with { Messages = parts[1] };
    }
}
