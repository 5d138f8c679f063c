using AsrTrainer.Speech.Text;

namespace AsrTrainer.Speech.Tests.Text;

public sealed class UnknownCharactersTests
{
    [Fact]
    public void Reports_code_point_count_and_first_utterance_the_most_frequent_first()
    {
        var unknown = new UnknownCharacters(Alphabet.English);

        Assert.False(unknown.Add("all known", "1-1-0000"));
        Assert.True(unknown.Add("caf\u00E9 \u00E9t\u00E9", "1-1-0001"));
        Assert.True(unknown.Add("7 \u00E9", "1-1-0002"));

        Assert.Equal(
            $"U+00E9 '\u00E9': 4 times, first in 1-1-0001{Environment.NewLine}U+0037 '7': 1 time, first in 1-1-0002",
            unknown.Format());
    }

    [Fact]
    public void Equal_counts_stand_in_the_order_of_code_points()
    {
        var unknown = new UnknownCharacters(Alphabet.English);
        unknown.Add("z9a8", "x");

        Assert.Equal(["8", "9"], unknown.Found.Select(one => one.Character.ToString()));
    }

    [Fact]
    public void A_character_beyond_the_basic_plane_is_one_character()
    {
        var unknown = new UnknownCharacters(Alphabet.English);
        unknown.Add("smile \U0001F600", "x");

        Assert.Equal("U+1F600 '\U0001F600': 1 time, first in x", unknown.Format());
    }

    [Theory]
    [InlineData("\u0301", "U+0301")]
    [InlineData("\u200B", "U+200B")]
    [InlineData("\uE000", "U+E000")]
    public void What_cannot_be_seen_is_named_by_number_alone(string character, string name)
    {
        var unknown = new UnknownCharacters(Alphabet.English);
        unknown.Add(character, "x");

        Assert.Equal($"{name}: 1 time, first in x", unknown.Format());
    }

    [Fact]
    public void Nothing_found_formats_as_nothing()
    {
        var unknown = new UnknownCharacters(Alphabet.English);
        unknown.Add("fine", "x");

        Assert.True(unknown.IsEmpty);
        Assert.Equal("", unknown.Format());
    }
}
