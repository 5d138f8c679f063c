using AsrTrainer.Configuration;

namespace AsrTrainer.Tests.Configuration;

public sealed class ConfigurationWriterTests
{
    [Fact]
    public void All_options_are_written_in_the_order_of_declaration() => Assert.Equal(
        """
        training:
          epochs: 7
          gradient_clip: 1
          seed: 0
          stop_after_hours: null
        model:
          cell: gru
          bidirectional: true
          alphabet: " 'ab"
          channels: [32, 32]
        corpora: {}
        weights: {}

        """,
        ConfigurationWriter.Write(new SampleOptions()));

    [Fact]
    public void Reading_what_was_written_gives_equal_options()
    {
        SampleOptions options = BoundSample.Of("""
            training: {epochs: 3, gradient_clip: 1.0e-7, seed: 18446744073709551615, stop_after_hours: 0.1}
            model: {cell: long_short, bidirectional: false, alphabet: "12", channels: []}
            corpora: {clean: "a: b", "null": "true", other: "#x"}
            weights: {"0.5": 0.3333333333333333}
            """);
        string written = ConfigurationWriter.Write(options);
        SampleOptions read = BoundSample.Of(written);
        Assert.Equal(options.Training, read.Training);
        Assert.Equal(options.Model with { Channels = read.Model.Channels }, read.Model);
        Assert.Equal(options.Model.Channels, read.Model.Channels);
        Assert.Equal(options.Corpora, read.Corpora);
        Assert.Equal(options.Weights, read.Weights);
        Assert.Equal(written, ConfigurationWriter.Write(read));
    }

    [Theory]
    [InlineData("")]
    [InlineData("~")]
    [InlineData(" ")]
    [InlineData("yes")]
    [InlineData("1e5")]
    [InlineData("a\nb")]
    [InlineData("\t'\"\\")]
    [InlineData("- x")]
    [InlineData("äöü ß 語")]
    [InlineData("{not: flow}")]
    [InlineData("*alias &anchor !tag")]
    public void Any_text_survives(string text)
    {
        string written = ConfigurationWriter.Write(new SampleOptions { Model = new SampleModel { Alphabet = text } });
        Assert.Equal(text, BoundSample.Of(written).Model.Alphabet);
    }
}
