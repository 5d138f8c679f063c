using System.Text;
using AsrTrainer.Speech.Audio;
using AsrTrainer.Speech.Faults;
using Fuzzing;

namespace AsrTrainer.Speech.Tests.Audio;

[Collection(Fuzz.Collection)]
public sealed class PathListTests : IDisposable
{
    private readonly TemporaryAudio audio = new();

    public void Dispose() => audio.Dispose();

    [Fact]
    public void Each_line_is_a_path_whatever_its_end() =>
        Assert.Equal(["a b.wav", "c.wav", "-", "d/*"], PathList.Read(List("\uFEFF# some\r\na b.wav\r\n\r\n  c.wav \n-\nd/*")));

    [Theory]
    [InlineData("\n# nothing\n", "names no files")]
    [InlineData("a\nb\0c\n", "line 2: no path")]
    public void What_is_no_list_is_refused_by_name(string content, string said)
    {
        var path = List(content);

        var fault = Assert.Throws<UserFault>(() => PathList.Read(path));

        Assert.Equal(ExitCode.Data, fault.Code);
        Assert.Contains(path, fault.Message);
        Assert.Contains(said, fault.Message);
    }

    [Fact]
    public void A_list_that_goes_on_for_too_long_is_refused()
    {
        using var list = new MemoryStream(new byte[1000]);

        Assert.Contains("more than 999 bytes", Assert.Throws<UserFault>(() => PathList.Read(list, "-", 999)).Message);
    }

    [Fact]
    public void A_list_that_is_not_there_is_refused() =>
        Assert.Contains("does not exist", Assert.Throws<UserFault>(() => PathList.Read(audio.PathOf("no"))).Message);

    [Fact]
    [Trait("Reader", "pathlist")]
    public void A_damaged_list_is_read_or_refused() => Fuzz.Run(new FuzzedReader
    {
        Name = "pathlist",
        Path = audio.PathOf("case.txt"),
        Good = [Encoding.UTF8.GetBytes("a.wav\nb/c d.flac\n# x\n\n-\n"), Encoding.UTF8.GetBytes("\uFEFFä.wav\r\n")],
        Read = () => PathList.Read(audio.PathOf("case.txt")),
        Refuses = fault => fault is UserFault { Code: ExitCode.Data },
    });

    private string List(string content) => audio.Write("list.txt", Encoding.UTF8.GetBytes(content));
}
