using AsrTrainer.Speech.Faults;
using AsrTrainer.Speech.Text;

namespace AsrTrainer.Speech.Tests.Text;

public sealed class SpokenTextTests
{
    [Theory]
    [InlineData("Thank  you.", "thank you")]
    [InlineData("\uFEFFTwenty-one,\r\n\"please\"!\n", "twenty one please")]
    [InlineData("don’t—ever… stop", "don't ever stop")]
    [InlineData("¿and/or?", "and or")]
    public void A_text_is_normalised_and_punctuation_parts_its_words(string written, string spoken) =>
        Assert.Equal(spoken, Of(written).Text);

    [Fact]
    public void What_was_left_out_is_told()
    {
        Assert.Equal(["U+002C ',': 2 times, first in here", "U+002E '.': 1 time, first in here"], Of("a, b, c.").LeftOut.Select(one => one.ToString()));
        Assert.Empty(Of("a 'b'").LeftOut);
    }

    [Theory]
    [InlineData("press 1", "U+0031 '1'")]
    [InlineData("the # key", "U+0023 '#'")]
    [InlineData("5 %", "U+0025 '%'")]
    [InlineData("2 + 2", "U+002B '+'")]
    [InlineData("café", "U+00E9 'é'")]
    [InlineData("😀 yes", "U+1F600")]
    public void What_is_spoken_but_not_in_the_alphabet_is_a_fault(string written, string character)
    {
        var fault = Assert.Throws<UserFault>(() => Of(written));

        Assert.Equal(ExitCode.Data, fault.Code);
        Assert.StartsWith("here: ", fault.Message);
        Assert.Contains(character, fault.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n")]
    [InlineData("...")]
    public void Without_a_word_there_is_nothing_to_find(string written) =>
        Assert.Contains("no word", Assert.Throws<UserFault>(() => Of(written)).Message);

    [Fact]
    public void A_character_of_the_alphabet_is_kept_whatever_it_is() =>
        Assert.Equal("a-1.", SpokenText.Of("A-1.", "here", TranscriptNormalizer.LowerCase, new Alphabet(" a-1.")).Text);

    private static SpokenText Of(string written) => SpokenText.Of(written, "here", TranscriptNormalizer.LowerCase, Alphabet.English);
}
