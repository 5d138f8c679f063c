using System.Reflection;
using AsrTrainer.Configuration;
using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Tests.Configuration;

public sealed class AsrConfigurationTests
{
    private const string Train = "data: {train: data/train}\n";

    [Fact]
    public void Nothing_but_the_training_corpus_must_be_given()
    {
        Assert.Equal("data/train", Assert.Single(Bind(Train).Data.Train).Path);
        Assert.Equal(
            ["x.yaml:1: data.train: must name at least one corpus: a folder in LibriSpeech layout or a manifest"], Problems("model: {}"));
    }

    [Fact]
    public void The_documented_keys_exist_under_their_names()
    {
        AsrConfiguration configuration = Bind("""
            data:
              train: [a/one, a/two]
              dev: {clean: b/one, other: b/two}
              min_seconds: 0.5
              max_seconds: 12
            training: {epochs: 3, seed: 4}
            """);
        Assert.Equal(["one", "two"], configuration.Data.Train.Select(source => source.Name));
        Assert.Equal(["clean", "other"], configuration.Data.Dev.Select(source => source.Name));
        Assert.Equal((0.5, 12), (configuration.Data.MinSeconds, configuration.Data.MaxSeconds));
        Assert.Equal((3, 4), (configuration.Training.Epochs, configuration.Training.Seed));
    }

    [Theory]
    [InlineData(
        "data.dev=[a/dev, b/dev]",
        "--set data.dev: must have a different name for each corpus, but dev stands twice; write them as name: path")]
    [InlineData("data.min_seconds=-1", "--set data.min_seconds: must be at least 0, was -1")]
    [InlineData("data.max_dropped_share=2", "--set data.max_dropped_share: must be 0 to 1, was 2")]
    [InlineData("data.workers=0", "--set data.workers: must be in 1..64, was 0")]
    [InlineData("text.alphabet=aa", "--set text.alphabet: the alphabet cannot be used: U+0061 'a' occurs twice; list each character once")]
    [InlineData(
        "text.normalizer=upper",
        "--set text.normalizer: there is no transcript normaliser \"upper\"; use \"lower-case\" or \"keep-case\"")]
    [InlineData("augmentation.speed_factors=[0.1]", "--set augmentation.speed_factors: must be one or more numbers in 0.5..2, was [0.1]")]
    [InlineData("training.gradient_clip=-1", "--set training.gradient_clip: must be > 0, was -1")]
    [InlineData("model.cell=rnn", "--set model.cell: must be one of gru, lstm, was rnn")]
    public void Each_section_tells_its_own_limits(string set, string problem) => Assert.Equal([problem], Problems(Train, set));

    [Fact]
    public void Every_option_can_be_bound_and_written()
    {
        IEnumerable<Type> Leaves(Type options) => OptionTypes.Properties(options).SelectMany(
            property => OptionTypes.IsOptions(property.PropertyType) ? Leaves(property.PropertyType) : [property.PropertyType]);
        foreach (Type type in Leaves(typeof(AsrConfiguration)))
        {
            Assert.NotEqual("a mapping of keys", OptionTypes.Allowed(type));
        }
    }

    [Fact]
    public void Every_section_is_valid_as_it_comes()
    {
        foreach (PropertyInfo section in OptionTypes.Properties(typeof(AsrConfiguration)).Where(section => section.Name != "Data"))
        {
            var options = Assert.IsAssignableFrom<IValidatedOptions>(section.GetValue(new AsrConfiguration()));
            Assert.Empty(options.Validate());
        }
    }

    private static AsrConfiguration Bind(string yaml, params string[] sets) =>
        ConfigurationLoader.Bind<AsrConfiguration>(yaml, "x.yaml", sets);

    private static IReadOnlyList<string> Problems(string yaml, params string[] sets) =>
        Assert.Throws<UserFault>(() => Bind(yaml, sets)).Problems;
}
