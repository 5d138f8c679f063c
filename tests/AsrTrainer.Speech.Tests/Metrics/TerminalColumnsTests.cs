using AsrTrainer.Speech.Metrics;

namespace AsrTrainer.Speech.Tests.Metrics;

public sealed class TerminalColumnsTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("word", 4)]
    [InlineData("\u00E9t\u00E9", 3)]
    [InlineData("e\u0301", 1)]
    [InlineData("\u05E9\u05C1\u05B8", 1)] // a letter of Hebrew with two points
    [InlineData("\u0939\u093F", 2)] // a vowel sign of Devanagari that stands beside its letter
    [InlineData("\u4F60\u597D", 4)]
    [InlineData("\uFF21\uFF71", 3)] // a full-width letter, a half-width one
    [InlineData("\uD55C", 2)]
    [InlineData("\u1112\u1161\u11AB", 2)] // the same syllable in three
    [InlineData("\u304B\u3099", 2)]
    [InlineData("\U0001F600", 2)]
    [InlineData("\U00020000\U0003134A", 4)]
    [InlineData("a\u200Db", 2)]
    [InlineData("\u303F\u3040", 2)]
    public void A_text_takes_as_many_columns_as_a_terminal_gives_it(string text, int columns) =>
        Assert.Equal(columns, TerminalColumns.Of(text));
}
