using System.CommandLine;
using AsrTrainer.Commands;
using AsrTrainer.Speech.Decoding;
using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Tests.Commands;

public sealed class DecodingOptionsTests
{
    [Theory]
    [InlineData("")]
    [InlineData("--beam 0")]
    [InlineData("--nbest 1")]
    [InlineData("--beam 0 --nbest 1")]
    public void Without_a_wish_it_is_greedy(string arguments) => Assert.Same(DecodingChoice.Greedy, Read(arguments));

    [Fact]
    public void All_options_reach_the_search()
    {
        DecodingChoice choice = Read(
            "--beam 50 --lm x.arpa --lm-weight 0.7 --word-bonus -2 --unknown-penalty 3 "
            + "--hotwords a,b --hotwords f.txt --hotword-boost 4 --nbest 9");

        Assert.Equal(
            new BeamOptions
            {
                Width = 50,
                LanguageModelWeight = 0.7,
                WordBonus = -2,
                UnknownPenalty = 3,
                HotwordBoost = 4,
                Hypotheses = 9,
            },
            choice.Beam);
        Assert.Equal("x.arpa", choice.LanguageModel);
        Assert.Equal(["a,b", "f.txt"], choice.Hotwords);
    }

    [Theory]
    [InlineData("--lm x", 32, 1.5)]
    [InlineData("--hotwords x", 32, 0)]
    [InlineData("--word-bonus 1", 32, 1)]
    [InlineData("--nbest 3", 32, 0)]
    [InlineData("--nbest 100", 100, 0)]
    [InlineData("--beam 8", 8, 0)]
    public void What_needs_a_beam_brings_one(string arguments, int width, double bonus)
    {
        BeamOptions beam = Read(arguments).Beam!;

        Assert.Equal((width, bonus), (beam.Width, beam.WordBonus));
    }

    [Theory]
    [InlineData("--lm-weight 1", "--lm-weight: has no effect without --lm")]
    [InlineData("--unknown-penalty 1", "--unknown-penalty: has no effect without --lm")]
    [InlineData("--hotword-boost 1", "--hotword-boost: has no effect without --hotwords")]
    [InlineData("--beam 0 --lm x", "--lm: has no effect on greedy decoding")]
    [InlineData("--beam 0 --hotwords x", "--hotwords: has no effect on greedy decoding")]
    [InlineData("--beam 0 --nbest 2", "--nbest: has no effect on greedy decoding")]
    [InlineData("--beam 2 --nbest 3", "--nbest: must be at least 1 and at most the width, 2; was 3")]
    public void What_could_have_no_effect_is_refused(string arguments, string problem)
    {
        UserFault fault = Assert.Throws<UserFault>(() => Read(arguments));

        Assert.Equal(ExitCode.Usage, fault.Code);
        Assert.StartsWith(problem, fault.Message);
    }

    [Theory]
    [InlineData("--beam -1", "--beam: must be in 1..100000, was -1")]
    [InlineData("--beam x", "--beam: must be a whole number, was x")]
    [InlineData("--lm x --lm-weight NaN", "--lm-weight: must be in 0..100, was NaN")]
    [InlineData("--word-bonus 101", "--word-bonus: must be in -100..100, was 101")]
    [InlineData("--nbest 0", "--nbest: must be at least 1")]
    public void What_is_out_of_range_is_refused(string arguments, string problem) =>
        Assert.StartsWith(problem, Assert.Single(Parse(arguments).Parsed.Errors).Message);

    [Fact]
    public void Where_only_beams_are_looked_at_greedy_decoding_is_no_width()
    {
        var command = new Command("tune");
        _ = new DecodingOptions(command, tuned: true, mayBeGreedy: false);
        Assert.Equal("--beam: must be in 1..100000, was 0", Assert.Single(command.Parse("--lm x --beam 0").Errors).Message);
        Assert.Equal(
            "Search with a beam of N prefixes (default: 32).", command.Options.Single(option => option.Name == "--beam").Description);
    }

    private static DecodingChoice Read(string arguments)
    {
        (DecodingOptions options, ParseResult parsed) = Parse(arguments);
        Assert.Empty(parsed.Errors);
        return options.Read(parsed);
    }

    private static (DecodingOptions Options, ParseResult Parsed) Parse(string arguments)
    {
        var command = new Command("listen");
        var options = new DecodingOptions(command, several: true);
        return (options, command.Parse(arguments));
    }
}
