using AsrTrainer.Configuration;

namespace AsrTrainer.Tests.Configuration;

public sealed class OptionsBinderTests
{
    [Fact]
    public void Every_kind_of_value_is_bound()
    {
        SampleOptions options = BoundSample.Of("""
            training:
              epochs: 12
              gradient_clip: 5e-1
              seed: 18446744073709551615
              stop_after_hours: 1.5
            model:
              cell: long_short
              bidirectional: false
              alphabet: "abc "
              channels: [8, 16, 24]
            weights: {clean: 1, other: 0.5}
            """);
        Assert.Equal(new SampleTraining { Epochs = 12, GradientClip = 0.5, Seed = ulong.MaxValue, StopAfterHours = 1.5 }, options.Training);
        Assert.Equal(SampleCell.LongShort, options.Model.Cell);
        Assert.False(options.Model.Bidirectional);
        Assert.Equal("abc ", options.Model.Alphabet);
        Assert.Equal([8, 16, 24], options.Model.Channels);
        Assert.Equal([("clean", 1.0), ("other", 0.5)], options.Weights.Select(pair => (pair.Key, pair.Value)));
    }

    [Fact]
    public void A_section_that_is_left_out_or_empty_keeps_the_defaults_of_its_parent()
    {
        Assert.Equal(7, BoundSample.Of("model: {}").Training.Epochs);
        Assert.Equal(7, BoundSample.Of("training:\n  # epochs: 3\n").Training.Epochs);
        Assert.Equal(7, BoundSample.Of("training: {seed: 1}").Training.Epochs);
    }

    [Fact]
    public void Nothing_is_a_value_only_where_the_option_may_be_absent()
    {
        Assert.Null(BoundSample.Of("training: {stop_after_hours: null}").Training.StopAfterHours);
        Assert.Equal(
            ["x.yaml:1: training.epochs: must be a whole number from -2147483648 to 2147483647, was nothing"],
            BoundSample.ProblemsOf("training: {epochs: }"));
    }

    [Theory]
    [InlineData("corpora: data/prompts/train", "train=data/prompts/train")]
    [InlineData("corpora: [data/train/, sets/more.csv]", "train=data/train/ more=sets/more.csv")]
    [InlineData("corpora: {clean: a/b, other: c/b}", "clean=a/b other=c/b")]
    public void Corpora_are_a_path_a_list_or_named(string yaml, string expected) =>
        Assert.Equal(expected, string.Join(' ', BoundSample.Of(yaml).Corpora.Select(source => $"{source.Name}={source.Path}")));

    [Fact]
    public void Three_faults_are_three_lines_in_the_order_of_the_file()
    {
        Assert.Equal(
            [
                "x.yaml:2: training.gradient_clip: must be > 0, was -1",
                "x.yaml:3: training.epoch: unknown key; the nearest known key is training.epochs; "
                    + "known here: epochs, gradient_clip, seed, stop_after_hours",
                "x.yaml:5: model.bidirectional: must be true or false, was maybe",
            ],
            BoundSample.ProblemsOf("""
                training:
                  gradient_clip: -1
                  epoch: 3
                model:
                  bidirectional: maybe
                """));
    }

    [Theory]
    [InlineData("training: {epochs: many}", "training.epochs: must be a whole number from -2147483648 to 2147483647, was many")]
    [InlineData("training: {epochs: 2.5}", "training.epochs: must be a whole number from -2147483648 to 2147483647, was 2.5")]
    [InlineData("training: {epochs: '3'}", "training.epochs: must be a whole number from -2147483648 to 2147483647, was the text \"3\"")]
    [InlineData("training: {seed: -1}", "training.seed: must be a whole number, not negative, was -1")]
    [InlineData("training: {gradient_clip: .nan}", "training.gradient_clip: must be a number, was .nan")]
    [InlineData("training: [1]", "training: must be a mapping of keys, was a list")]
    [InlineData("training: 3", "training: must be a mapping of keys, was 3")]
    [InlineData("model: {cell: tcn}", "model.cell: must be one of gru, long_short, was tcn")]
    [InlineData("model: {bidirectional: yes}", "model.bidirectional: must be true or false, was yes")]
    [InlineData("model: {alphabet: [a]}", "model.alphabet: must be text, was a list")]
    [InlineData("model: {channels: 3}", "model.channels: must be a list, each item a whole number from -2147483648 to 2147483647, was 3")]
    [InlineData("weights: [1]", "weights: must be a mapping of names, each value a number, was a list")]
    [InlineData("weights: {clean: high}", "weights.clean: must be a number, was high")]
    [InlineData(
        "corpora: [[a]]",
        "corpora: must be a path, a list of paths or a mapping of name: path, was a list with something else than paths in it")]
    [InlineData("model: {epochs: 3}", "model.epochs: unknown key; the nearest known key is training.epochs")]
    public void A_wrong_value_is_told_with_what_is_allowed(string yaml, string problem) =>
        Assert.Equal([$"x.yaml:1: {problem}"], BoundSample.ProblemsOf(yaml));

    [Fact]
    public void Each_bad_item_of_a_list_is_named() => Assert.Equal(
        [
            "x.yaml:3: model.channels[1]: must be a whole number from -2147483648 to 2147483647, was b",
            "x.yaml:4: model.channels[2]: must be a whole number from -2147483648 to 2147483647, was c",
        ],
        BoundSample.ProblemsOf("model:\n  channels: [8,\n    b,\n    c]\n"));

    [Fact]
    public void A_key_that_stands_twice_is_told_with_both_lines() => Assert.Equal(
        ["x.yaml:3: training.epochs: this key stands twice, first in line 2; remove one of them"],
        BoundSample.ProblemsOf("training:\n  epochs: 1\n  epochs: 2\n"));

    [Fact]
    public void A_problem_of_a_value_that_could_not_be_read_is_told_once() => Assert.Equal(
        ["x.yaml:1: training.gradient_clip: must be a number, was minus"],
        BoundSample.ProblemsOf("training: {gradient_clip: minus}"));

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("epochs", "epochs", 0)]
    [InlineData("epoch", "epochs", 1)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("", "abc", 3)]
    public void Edits_are_counted_as_Levenshtein_does(string from, string to, int edits)
    {
        Assert.Equal(edits, KeyNames.Edits(from, to));
        Assert.Equal(edits, KeyNames.Edits(to, from));
    }
}
