using AsrTrainer.Configuration;
using AsrTrainer.Neural.Models;
using AsrTrainer.Speech.Text;

namespace AsrTrainer.Tests.Configuration;

public sealed class ShippedConfigurationsTests
{
    public static TheoryData<string> Paths =>
        new(SourceTree.Files("configs").Where(path => path.EndsWith(".yaml", StringComparison.Ordinal)));

    [Fact]
    public void The_recipes_that_the_readme_names_are_there() => Assert.Equal(
        ["librispeech-100h", "librispeech-960h", "mini-librispeech", "quickstart", "tutorial"],
        SourceTree.Files("configs").Select(path => Path.GetFileNameWithoutExtension(path)));

    [Theory]
    [MemberData(nameof(Paths))]
    public void A_shipped_configuration_is_valid_and_survives_being_written_out(string path)
    {
        AsrConfiguration configuration = Load(path);
        string written = ConfigurationWriter.Write(configuration);
        Assert.Equal(written, ConfigurationWriter.Write(ConfigurationLoader.Bind<AsrConfiguration>(written, "written.yaml", [])));
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void A_shipped_configuration_opens_with_what_where_how_long_and_how_good(string path)
    {
        string[] comment =
        [
            .. File.ReadLines(Path.Combine(RepositoryFiles.Root, path))
                .TakeWhile(line => line.StartsWith('#'))
                .Where(line => line.Length > 3 && line[2] != ' ')
                .Select(line => line[2..].Split(':')[0]),
        ];
        Assert.Equal(["Trains", "Machine", "Time", "WER"], comment);
    }

    [Fact]
    public void The_tutorial_is_the_published_model_parameter_for_parameter()
    {
        AsrConfiguration configuration = Load("configs/tutorial.yaml");
        int vocabulary = new Alphabet(configuration.Text.Alphabet).Size;
        using var model = new SpeechModel(configuration.Features, configuration.Model, vocabulary);
        Assert.Equal(23_705_373, model.ParameterCount);
    }

    private static AsrConfiguration Load(string path) =>
        ConfigurationLoader.Load<AsrConfiguration>(Path.Combine(RepositoryFiles.Root, path), []);
}
