using AsrTrainer.Speech.Metrics;

namespace AsrTrainer.Speech.Tests.Metrics;

public sealed class ErrorRatesTests
{
    [Fact]
    public void Words_are_counted_by_hand()
    {
        // the→a, "black" lost, "down" added.
        ErrorCounts counts = ErrorRates.Words("the black cat sat", "a cat sat down");

        Assert.Equal(new ErrorCounts(1, 1, 1, 4), counts);
        Assert.Equal(0.75, counts.Rate);
        Assert.Equal(2, counts.Matches);
    }

    [Fact]
    public void Characters_include_the_space_between_words()
    {
        Assert.Equal(new ErrorCounts(0, 1, 0, 5), ErrorRates.Characters("to go", "togo"));
        Assert.Equal(0.2, ErrorRates.Characters("to go", "togo").Rate);
    }

    [Fact]
    public void White_space_at_the_ends_or_repeated_is_no_error()
    {
        Assert.Equal(new ErrorCounts(0, 0, 0, 2), ErrorRates.Words("  to \t go\n", "to go"));
        Assert.Equal(new ErrorCounts(0, 0, 0, 5), ErrorRates.Characters("  to \t go\n", "to go"));
    }

    [Fact]
    public void A_character_outside_the_basic_plane_counts_once()
    {
        Assert.Equal(new ErrorCounts(1, 0, 0, 1), ErrorRates.Characters("\U0001F600", "a"));
    }

    [Fact]
    public void Comparison_is_exact()
    {
        Assert.Equal(1, ErrorRates.Words("Cat", "cat").Errors);
    }

    [Fact]
    public void An_empty_reference_has_a_finite_rate()
    {
        Assert.Equal(0, ErrorRates.Words("", "").Rate);
        Assert.Equal(2, ErrorRates.Words("", "two words").Rate);
        Assert.Equal(1, ErrorRates.Words("two words", "").Rate);
    }

    [Fact]
    public void The_rate_of_a_corpus_is_the_rate_of_the_sum()
    {
        ErrorCounts corpus = ErrorRates.Words("one", "two") + ErrorRates.Words("a b c", "a b c") + ErrorRates.Words("", "noise");

        Assert.Equal(new ErrorCounts(1, 0, 1, 4), corpus);
        Assert.Equal(0.5, corpus.Rate);
    }
}
