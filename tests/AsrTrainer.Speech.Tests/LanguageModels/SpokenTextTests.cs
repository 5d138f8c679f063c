using AsrTrainer.Speech.Text;
using SpokenText = AsrTrainer.Speech.LanguageModels.SpokenText;

namespace AsrTrainer.Speech.Tests.LanguageModels;

public sealed class SpokenTextTests
{
    [Theory]
    [InlineData("Hello, World!", "hello world")]
    [InlineData("it’s state-of-the-art", "it's state of the art")]
    [InlineData("in 1998 the café closed", "in ? the ? closed")]
    [InlineData("naïve,yes", "? yes")]
    [InlineData("a <unk> b <UNK>", "a ? b ?")]
    [InlineData("<s> a b </s>", "a b")]
    [InlineData(" -- \t … ", "")]
    [InlineData("3½ ½", "? ?")]
    [InlineData("x𝄞y \U0001D49C", "x y ?")]
    public void Lines_become_words_that_the_alphabet_has_and_unknown_ones(string line, string expected) =>
        Assert.Equal(expected, string.Join(' ', New().Words(line, "here").Select(word => word ?? "?")));

    [Fact]
    public void What_the_alphabet_lacks_is_counted()
    {
        var text = New();
        text.Words("no. no.", "book:1");
        text.Words("über. <s>", "book:2");
        Assert.Equal(
            ["U+002E '.': 3 times, first in book:1", "U+00FC 'ü': 1 time, first in book:2"],
            text.UnknownCharacters.Found.Select(one => one.ToString()));
    }

    [Fact]
    public void Case_is_kept_where_the_normaliser_keeps_it()
    {
        var text = new SpokenText(TranscriptNormalizer.KeepCase, new Alphabet(" ABab"));
        Assert.Equal(["Ab", null], text.Words("Ab cab", "here"));
    }

    private static SpokenText New() => new(TranscriptNormalizer.LowerCase, Alphabet.English);
}
