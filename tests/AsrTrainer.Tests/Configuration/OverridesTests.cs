namespace AsrTrainer.Tests.Configuration;

public sealed class OverridesTests
{
    [Fact]
    public void An_override_replaces_the_value_of_the_file_and_the_last_one_wins()
    {
        SampleOptions options = BoundSample.Of(
            "training: {epochs: 2, seed: 5}", "training.epochs=3", "training.epochs=4", "model.channels=[1, 2, 3]", "corpora={clean: a}");
        Assert.Equal(4, options.Training.Epochs);
        Assert.Equal(5UL, options.Training.Seed);
        Assert.Equal([1, 2, 3], options.Model.Channels);
        Assert.Equal("clean", Assert.Single(options.Corpora).Name);
    }

    [Fact]
    public void A_section_that_the_file_lacks_is_made() => Assert.Equal(9UL, BoundSample.Of("model: {}", "training.seed=9").Training.Seed);

    [Fact]
    public void Faults_of_overrides_name_the_override_and_stand_after_those_of_the_file() => Assert.Equal(
        [
            "x.yaml:1: model.cell: must be one of gru, long_short, was tcn",
            "--set training.gradient_clip: must be > 0, was -2",
            "--set training.sed: unknown key; the nearest known key is training.seed; "
                + "known here: epochs, gradient_clip, seed, stop_after_hours",
        ],
        BoundSample.ProblemsOf("model: {cell: tcn}", "training.gradient_clip=-2", "training.sed=3"));

    [Fact]
    public void A_fault_inside_the_value_names_its_whole_path() => Assert.Equal(
        ["--set training: training.seed: must be a whole number, not negative, was x"],
        BoundSample.ProblemsOf("model: {}", "training={seed: x}"));

    [Theory]
    [InlineData("training.epochs", "--set training.epochs: must be section.key=value, for example --set training.epochs=3")]
    [InlineData("=3", "--set =3: must be section.key=value, for example --set training.epochs=3")]
    [InlineData("training..epochs=3", "--set training..epochs=3: must be section.key=value, for example --set training.epochs=3")]
    public void A_malformed_override_says_the_form(string set, string problem) =>
        Assert.Equal([problem], BoundSample.ProblemsOf("model: {}", set));

    [Fact]
    public void A_value_that_is_not_yaml_names_the_override() =>
        Assert.StartsWith(
            "--set model.channels: is not valid YAML: ", Assert.Single(BoundSample.ProblemsOf("model: {}", "model.channels=[1,")));
}
