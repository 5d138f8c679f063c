using AsrTrainer.Commands;
using Fuzzing;

namespace AsrTrainer.Tests.Commands;

[Collection(Fuzz.Collection)]
public sealed class EarlierSessionsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Path => folder.File("run.json");

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("""{"sessions": [{"a": 1}, {"b": 2}]}""", """[{"a":1},{"b":2}]""")]
    [InlineData("""{"a": 1}""", """[{"a":1}]""")]
    [InlineData("[1]", "[]")]
    [InlineData("", "[]")]
    [InlineData("{", "[]")]
    [InlineData("""{"sessions": [], "sessions": []}""", "[]")]
    [InlineData("""{"sessions": [{"a": {"x": 1, "x": 2}}]}""", """[{"a":{"x":1,"x":2}}]""")]
    public void Sessions_are_read_and_what_is_damaged_is_begun_anew(string text, string sessions)
    {
        var notices = new List<string>();
        Assert.Empty(EarlierSessions.Read(Path, notices.Add));
        File.WriteAllText(Path, text);
        Assert.Equal(sessions, EarlierSessions.Read(Path, notices.Add).ToJsonString());

        // What was there is put aside and not thrown away.
        Assert.Equal(
            sessions == "[]" ? [text] : [],
            Directory.GetFiles(System.IO.Path.GetDirectoryName(Path)!, "*.damaged").Select(File.ReadAllText));
        Assert.Equal(sessions == "[]" ? 1 : 0, notices.Count);
    }

    [Fact]
    [Trait("Reader", "run")]
    public void Damaged_facts_of_a_run_are_kept_or_begun_anew() => Fuzz.Run(new FuzzedReader
    {
        Name = "run",
        Path = Path,
        Good =
        [
            """
            {"sessions": [{"command_line": ["asr", "train"], "threads": 2, "host": "h", "started": "2026-01-02T03:04:05.6789+01:00"},
             {"environment": {"libtorch": "2.6", "kernels": "\u00e4\ud83d\ude00"}}]}
            """u8.ToArray(),
        ],
        Read = () =>
        {
            if (EarlierSessions.Read(Path, _ => { }).Count == 0)
            {
                throw new InvalidDataException();
            }
        },
        Refuses = fault => fault is InvalidDataException,
    });
}
