using AsrTrainer.Configuration;

namespace AsrTrainer.Tests.Configuration;

public sealed class NamedPathTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("prompts/dev", "dev")]
    [InlineData("prompts/dev/", "dev")]
    [InlineData("sets/clean.csv", "clean")]
    public void A_corpus_is_named_after_the_last_part_of_its_path(string path, string name) =>
        Assert.Equal(new NamedPath(name, path), NamedPath.Parse(path));

    [Fact]
    public void A_folder_keeps_its_dots()
    {
        string path = folder.File("test.v1");
        Directory.CreateDirectory(path);
        Assert.Equal(new NamedPath("test.v1", path), NamedPath.Parse(path));
        Assert.Equal("test.v1", NamedPath.Unnamed(path + "/").Name);
    }

    [Fact]
    public void An_equals_sign_parts_name_and_path_unless_such_a_path_exists()
    {
        string path = folder.File("lr=3.csv");
        Assert.Equal(folder.File("lr"), NamedPath.Parse(path).Name);
        File.WriteAllText(path, "audio,text");
        Assert.Equal(new NamedPath("lr=3", path), NamedPath.Parse(path));
        Assert.Equal(new NamedPath("mine", path), NamedPath.Parse("mine=" + path));
    }
}
