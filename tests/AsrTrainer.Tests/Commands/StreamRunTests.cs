using System.Diagnostics;
using AsrTrainer.Speech.Audio;

namespace AsrTrainer.Tests.Commands;

[Collection(TinyRun.Collection)]
public sealed class StreamRunTests(TinyRun run)
{
    private static readonly string Clip = Path.Combine(TinyRun.Clips, "1/2/1-2-0002.flac");

    [Fact]
    public void On_a_terminal_what_is_being_said_is_redrawn_in_place()
    {
        ProgramResult result = Stream(Speech(), isTerminal: true);

        Assert.Equal(0, result.Code);
        Assert.Matches(@"\r[^\r\uFFFD]+\r", result.Messages);
        Assert.DoesNotContain('\uFFFD', result.Messages);
    }

    [Theory]
    [InlineData("--rate", "8000")]
    [InlineData("--channels", "2")]
    [InlineData("--sample-format", "U8")]
    public void What_samples_are_is_not_said_without_it(string option, string value)
    {
        ProgramResult result = ProgramResult.Of("transcribe", run.Folder, Clip, option, value);

        Assert.Equal((2, ""), (result.Code, result.Results));
        Assert.Contains($"{option}: says what raw samples are, which need --stream", result.Messages);
    }

    [Fact]
    public void Without_a_sample_it_is_a_fault_and_writes_nothing()
    {
        using var temporary = new TemporaryFolder();

        ProgramResult result = Stream([], more: ["-f", "txt", "-o", temporary.File("out")]);

        Assert.Equal((4, ""), (result.Code, result.Results));
        Assert.Contains("error: the standard input gave no samples", result.Messages);
        Assert.Empty(Directory.GetFiles(temporary.File("out")));
    }

    [Fact]
    public void What_was_heard_before_samples_that_cannot_be_is_written()
    {
        using var temporary = new TemporaryFolder();
        float[] speech = AudioFile.ReadMono(Clip).Samples;
        byte[] floats = WaveBytes.Of([.. speech, float.NaN, .. speech], 16000, 1, 32, isFloat: true)[^(8 * speech.Length + 4)..];

        ProgramResult result = Stream(floats, more: ["--sample-format", "FLOAT_LE", "-f", "txt", "-o", temporary.File("out")]);

        Assert.Equal(4, result.Code);
        Assert.Contains("holds the amplitude NaN", result.MessageLines[^1]);
        Assert.NotEqual("", result.Results);
        Assert.Equal(result.Results, File.ReadAllText(temporary.File("out/stdin.txt")));
    }

    [Fact]
    public async Task A_signal_ends_it_while_nothing_comes_and_what_was_heard_is_written()
    {
        using var temporary = new TemporaryFolder();
        using Process process = ProgramResult.StartWithInput(
            "transcribe", run.Folder, "-", "--stream", "-f", "txt", "-o", temporary.File("out"));
        byte[] speech = Speech();
        await process.StandardInput.BaseStream.WriteAsync(speech);
        await process.StandardInput.BaseStream.FlushAsync();

        // A look at what was said so far tells that it is being heard.
        string? line;
        do
        {
            line = await process.StandardError.ReadLineAsync();
        }
        while (line?.StartsWith("... ", StringComparison.Ordinal) == false);

        Assert.NotNull(line);
        ProgramResult stopped = await ProcessTests.Stop(process, "INT");
        Assert.Equal(130, stopped.Code);
        Assert.NotEqual("", stopped.Results);
        Assert.Equal(stopped.Results, File.ReadAllText(temporary.File("out/stdin.txt")));
    }

    private static byte[] Speech() => WaveBytes.Of(AudioFile.ReadMono(Clip).Samples, 16000, 1, 16, isFloat: false)[44..];

    private ProgramResult Stream(byte[] input, bool isTerminal = false, params string[] more) =>
        ProgramResult.Of(input, isTerminal, ["transcribe", run.Folder, "-", "--stream", .. more]);
}
