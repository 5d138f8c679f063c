using AsrTrainer.Speech.Text;

namespace AsrTrainer.Speech.Tests.Text;

public sealed class CanonicalCompositionTests
{
    [Theory]
    [InlineData("e\u0301", "\u00E9")] // e, acute
    [InlineData("e\u0302\u0323", "\u1EC7")] // marks in either order: circumflex above, dot below
    [InlineData("e\u0323\u0302", "\u1EC7")]
    [InlineData("\u00EA\u0323", "\u1EC7")] // half composed, in the order that has no half
    [InlineData("\u01D6", "\u01D6")] // u, diaeresis, macron
    [InlineData("u\u0308\u0304", "\u01D6")]
    [InlineData("u\u0304\u0308", "\u1E7B")] // equal classes do not change places
    [InlineData("a\u0301\u0300", "\u00E1\u0300")] // no such letter: the rest stays a mark
    [InlineData("b\u0301", "b\u0301")]
    [InlineData("\u0301a", "\u0301a")]
    [InlineData("e \u0301", "e \u0301")]
    [InlineData("\u212B\u2126", "\u00C5\u03A9")] // the signs of angstrom and ohm are letters
    [InlineData("\u1112\u1161\u11AB\u1100\u1173\u11AF", "\uD55C\uAE00")] // hangul
    [InlineData("\uAC00\u11A8", "\uAC01")]
    [InlineData("\uAC01\u11A8", "\uAC01\u11A8")] // a syllable that has its end
    [InlineData("\u304B\u3099", "\u304C")] // ga
    [InlineData("\u0915\u093C", "\u0915\u093C")] // excluded by Unicode: stays as two
    [InlineData("\U0001F600e\u0301", "\U0001F600\u00E9")]
    public void Composes(string text, string composed) => Assert.Equal(composed, CanonicalComposition.Compose(text));

    [Fact]
    public void Every_composed_letter_of_the_table_is_stable_and_reached_from_its_parts()
    {
        foreach (var mark in CompositionTable.Marks)
        {
            for (var i = 0; i < mark.Pairs.Length; i += 2)
            {
                var whole = mark.Pairs[i + 1].ToString();
                Assert.Equal(whole, CanonicalComposition.Compose(whole));
                Assert.Equal(whole, CanonicalComposition.Compose($"{mark.Pairs[i]}{mark.Character}"));
            }
        }
    }

    [Fact]
    public void A_million_marks_in_a_row_are_sorted_in_reasonable_time()
    {
        // A sort by insertion would compare 250 thousand million times.
        var marks = string.Concat(Enumerable.Repeat("\u0301\u0323", 500_000));

        var composed = CanonicalComposition.Compose("x" + marks);

        Assert.Equal("x" + new string('\u0323', 500_000) + new string('\u0301', 500_000), composed);
    }
}
