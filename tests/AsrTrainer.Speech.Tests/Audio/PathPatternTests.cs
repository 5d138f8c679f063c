using AsrTrainer.Speech.Audio;

namespace AsrTrainer.Speech.Tests.Audio;

public sealed class PathPatternTests : IDisposable
{
    private readonly TemporaryAudio audio = new();

    public PathPatternTests()
    {
        foreach (var name in (string[])["a.wav", "b.wav", "c.flac", "d/a.wav", "d/e/f.wav", ".h/a.wav", ".i.wav", "d/[x].wav"])
        {
            audio.Write(name, []);
        }
    }

    public void Dispose() => audio.Dispose();

    [Theory]
    [InlineData("*.wav", "a.wav b.wav")]
    [InlineData("?.*", "a.wav b.wav c.flac")]
    [InlineData("[a-b].wav", "a.wav b.wav")]
    [InlineData("[!a].*", "b.wav c.flac")]
    [InlineData("*/*.wav", "d/[x].wav d/a.wav")]
    [InlineData("**/*.wav", "a.wav b.wav d/[x].wav d/a.wav d/e/f.wav")]
    [InlineData("d/**/f.wav", "d/e/f.wav")]
    [InlineData(".*.wav", ".i.wav")]
    [InlineData("d/[[]x].wav", "d/[x].wav")]
    [InlineData("d/[[x.wav", "")]
    [InlineData("*", "a.wav b.wav c.flac d")]
    [InlineData("x*/a.wav", "")]
    [InlineData("[z-a].wav", "")]
    public void Files_are_found_as_a_shell_finds_them(string pattern, string names) => Assert.Equal(
        names.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(audio.PathOf), PathPattern.Expand(audio.PathOf(pattern)));

    [Theory]
    [InlineData("a.wav", false)]
    [InlineData("a*", true)]
    [InlineData("a?", true)]
    [InlineData("[a]", true)]
    public void A_name_without_wildcards_is_no_pattern(string path, bool expected) => Assert.Equal(expected, PathPattern.Is(path));

    [Fact]
    public void A_link_that_leads_upwards_ends_the_search()
    {
        Directory.CreateSymbolicLink(audio.PathOf("d/up"), audio.Folder);

        Assert.Equal([audio.PathOf("d/e/f.wav")], PathPattern.Expand(audio.PathOf("**/f.wav")));
    }
}
