using System.Text;
using AsrTrainer.Speech.Decoding;
using AsrTrainer.Speech.Faults;
using AsrTrainer.Speech.Tests.Corpora;
using AsrTrainer.Speech.Text;
using Fuzzing;

namespace AsrTrainer.Speech.Tests.Decoding;

[Collection(Fuzz.Collection)]
public sealed class HotwordListTests : IDisposable
{
    private readonly TemporaryCorpus _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Words_are_written_out_or_stand_in_a_file_a_line_each()
    {
        var file = _files.Text("hot.txt", "# names", "Acme  Corp", "", " O’Brien ");

        Assert.Equal(["acme corp", "o'brien"], Read(file));
        Assert.Equal(["acme corp", "o'brien"], Read("Acme Corp,O'Brien,"));
    }

    [Theory]
    [InlineData("", "(nothing): no hotwords")]
    [InlineData(" , ", "no hotwords")]
    [InlineData("# a", "no hotwords")]
    public void Nothing_is_refused(string words, string problem) =>
        Assert.Contains(problem, Assert.Throws<UserFault>(() => Read(words)).Message);

    [Theory]
    [InlineData("nofile.txt")]
    [InlineData("no/such list")]
    [InlineData("my words.txt")]
    public void What_looks_like_a_file_must_be_one(string name)
    {
        Assert.Equal(
            $"{name}: no such file; if it is a hotword, put a comma after it", Assert.Throws<UserFault>(() => Read(name)).Message);
        Assert.Equal([name.ToLowerInvariant()], Read(name + ","));
    }

    [Theory]
    [InlineData("list")]
    [InlineData("new york")]
    [InlineData("u.s.")]
    public void Anything_else_is_a_hotword(string word) => Assert.Equal([word], Read(word));

    [Fact]
    public void A_folder_is_called_one() => Assert.Equal(
        $"{_files.Folder}: cannot be read (it is a folder); give a text file",
        Assert.Throws<UserFault>(() => Read(_files.Folder)).Message);

    [Fact]
    public void Too_much_is_refused()
    {
        var many = _files.Text("many.txt", [.. Enumerable.Range(0, HotwordList.Most + 1).Select(number => $"w{number}")]);

        Assert.Contains("at most 100000 phrases", Assert.Throws<UserFault>(() => Read(many)).Message);
        Assert.Contains("at most 1000 characters", Assert.Throws<UserFault>(() => Read(new string('a', 1001))).Message);
    }

    [Fact]
    [Trait("Reader", "hotwords")]
    public void A_damaged_file_of_hotwords_is_read_or_refused() => Fuzz.Run(new FuzzedReader
    {
        Name = "hotwords",
        Path = _files.PathOf("hot.txt"),
        Good = [.. new[] { "acme corp\no'brien\n# no\n\nx y z\n", "\uFEFFäpfel\r\nnew york city\r\n" }.Select(Encoding.UTF8.GetBytes)],
        Read = () => _ = new Hotwords(Alphabet.English, Read(_files.PathOf("hot.txt"))),
        Refuses = fault => fault is UserFault { Code: ExitCode.Data },
    });

    private static IReadOnlyList<string> Read(string words) => HotwordList.Read(words, TranscriptNormalizer.LowerCase);
}
