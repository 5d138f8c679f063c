using AsrTrainer.Speech.Faults;
using AsrTrainer.Speech.Text;

namespace AsrTrainer.Speech.Tests.Text;

public sealed class AlphabetTests
{
    [Fact]
    public void English_has_the_blank_space_apostrophe_and_twenty_six_letters()
    {
        Assert.Equal(29, Alphabet.English.Size);
        Assert.Equal(" 'abcdefghijklmnopqrstuvwxyz", Alphabet.English.Characters);
        Assert.Equal(0, Alphabet.Blank);
    }

    [Fact]
    public void Tokens_follow_the_order_of_the_characters_from_one()
    {
        Assert.Equal([1, 2, 3, 28], Alphabet.English.Encode(" 'az"));
        Assert.Equal([3, 1, 2], new Alphabet("bca").Encode("abc"));
    }

    [Fact]
    public void Decoding_is_the_inverse_of_encoding()
    {
        foreach (var text in new[] { "", "it's a test", "  ", new string('z', 1000) })
        {
            Assert.Equal(text, Alphabet.English.Decode(Alphabet.English.Encode(text)));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(29)]
    [InlineData(-1)]
    public void Decoding_refuses_the_blank_and_what_is_no_token(int token) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Alphabet.English.Decode([1, token]));

    [Fact]
    public void Encoding_names_every_unknown_character()
    {
        var fault = Assert.Throws<UserFault>(() => Alphabet.English.Encode("caf\u00E9 7 caf\u00E9"));

        Assert.Equal(ExitCode.Data, fault.Code);
        Assert.Equal(
            "transcript \"caf\u00E9 7 caf\u00E9\": U+00E9 '\u00E9', U+0037 '7' not in the alphabet \" 'abcdefghijklmnopqrstuvwxyz\"; "
            + "normalise the transcript or extend the alphabet",
            fault.Message);
    }

    [Fact]
    public void Trying_to_encode_says_no_without_a_fault()
    {
        Assert.False(Alphabet.English.TryEncode("A", out var none));
        Assert.Null(none);
        Assert.True(Alphabet.English.TryEncode("a", out var one));
        Assert.Equal([3], one);
    }

    [Fact]
    public void Alphabets_of_the_same_characters_are_equal()
    {
        Assert.Equal(new Alphabet("ab"), new Alphabet("ab"));
        Assert.Equal(new Alphabet("ab").GetHashCode(), new Alphabet("ab").GetHashCode());
        Assert.NotEqual(new Alphabet("ab"), new Alphabet("ba"));
    }

    [Theory]
    [InlineData("", "the alphabet cannot be used: it is empty; give at least one character")]
    [InlineData("aba", "the alphabet cannot be used: U+0061 'a' occurs twice; list each character once")]
    [InlineData(
        "a\n",
        "the alphabet cannot be used: U+000A cannot be a token; control characters and characters beyond U+FFFF are not allowed")]
    [InlineData(
        "\U0001F600",
        "the alphabet cannot be used: U+D83D cannot be a token; control characters and characters beyond U+FFFF are not allowed")]
    public void Unusable_alphabets_are_faults_of_the_configuration(string characters, string message)
    {
        var fault = Assert.Throws<UserFault>(() => new Alphabet(characters));

        Assert.Equal(ExitCode.Configuration, fault.Code);
        Assert.Equal(message, fault.Message);
    }
}
