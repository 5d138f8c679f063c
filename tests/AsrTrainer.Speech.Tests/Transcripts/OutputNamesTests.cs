using AsrTrainer.Speech.Transcripts;

namespace AsrTrainer.Speech.Tests.Transcripts;

public sealed class OutputNamesTests
{
    [Theory]
    [InlineData("/a/x.wav /b/y.flac", "x y")]
    [InlineData("/a/x.wav /b/x.wav", "a/x.wav b/x.wav")]
    [InlineData("/a/x.wav /a/x.flac /a/y.wav", "x.wav x.flac y")]
    [InlineData("/a/c/x.wav /b/c/x.wav /b/z", "a/c/x.wav b/c/x.wav z")]
    [InlineData("/a/x.wav /a/x.wav /a/../a/x.wav", "x x x")]
    [InlineData("/a/x.wav.flac /b/x.wav /b/x.ogg", "x.wav.flac b/x.wav x.ogg")]
    [InlineData("/x.wav /a/x.wav", "x.wav a/x.wav")]
    [InlineData("/a/.wav", ".wav")]
    public void Two_files_have_two_names(string paths, string names) => Assert.Equal(names.Split(' '), OutputNames.Of(paths.Split(' ')));
}
