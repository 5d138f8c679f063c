using System.Runtime.CompilerServices;
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
    public void Every_character_and_marks_in_any_order_become_what_Unicode_says()
    {
        var lines = 0;
        foreach (var line in Golden())
        {
            var (text, composed) = (Text(line[0]), Text(line[1]));
            Assert.True(
                CanonicalComposition.Compose(text) == composed && CanonicalComposition.Compose(composed) == composed,
                $"{line[0]} must be {line[1]}");
            lines++;
        }

        Assert.True(lines > 6000, $"{lines} lines");
    }

    [Fact]
    public void What_Unicode_does_not_take_apart_stays()
    {
        HashSet<string> others = [.. Golden().Select(line => Text(line[0]))];
        for (var code = 0; code <= 0x10FFFF; code++)
        {
            var one = code is >= 0xD800 and <= 0xDFFF ? $"{(char)code}" : char.ConvertFromUtf32(code);
            Assert.True(others.Contains(one) || CanonicalComposition.Compose(one) == one, $"U+{code:X4}");
        }
    }

    [Theory]
    [InlineData("cafe\u0301", "U+0065 U+0301")]
    [InlineData("caf\u00E9", null)]
    [InlineData("\u0958x", "U+0958")] // taken apart and left so
    [InlineData("\U0001F600\U0002F800", "U+2F800")] // another code for a character below U+FFFF
    [InlineData("\U0001109B\U000110BA", "U+1109B U+110BA")] // two pairs of surrogates that are one letter
    [InlineData("q\u0301\u0323", "U+0301 U+0323")]
    public void The_first_place_that_is_not_in_form_C_is_named(string text, string? found) =>
        Assert.Equal(found, CanonicalComposition.FindDecomposed(text));

    [Fact]
    public void Half_a_pair_of_surrogates_stays_what_it_is() =>
        Assert.Equal("\uD835 \u00E9\uDC00", CanonicalComposition.Compose("\uD835 e\u0301\uDC00"));

    [Fact]
    public void A_million_marks_in_a_row_are_sorted_in_reasonable_time()
    {
        // A sort by insertion would compare 250 thousand million times.
        var marks = string.Concat(Enumerable.Repeat("\u0301\u0323", 500_000));

        var composed = CanonicalComposition.Compose("x" + marks);

        Assert.Equal("x" + new string('\u0323', 500_000) + new string('\u0301', 500_000), composed);
    }

    // scripts/make_composition.py: what Python's unicodedata makes of them.
    private static IEnumerable<string[]> Golden([CallerFilePath] string here = "") =>
        File.ReadLines(Path.Combine(Path.GetDirectoryName(here)!, "../../golden/nfc.txt")).Skip(1).Select(line => line.Split("; "));

    private static string Text(string numbers) =>
        string.Concat(numbers.Split(' ').Select(number => char.ConvertFromUtf32(Convert.ToInt32(number, 16))));
}
