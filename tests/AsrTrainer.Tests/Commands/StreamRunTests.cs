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

    private static byte[] Speech() => WaveBytes.Of(AudioFile.ReadMono(Clip).Samples, 16000, 1, 16, isFloat: false)[44..];

    private ProgramResult Stream(byte[] input, bool isTerminal = false, params string[] more) =>
        ProgramResult.Of(input, isTerminal, ["transcribe", run.Folder, "-", "--stream", .. more]);
}
