using AsrTrainer.Speech.Decoding;
using AsrTrainer.Speech.Faults;
using AsrTrainer.Speech.Text;

namespace AsrTrainer.Speech.Tests.Decoding;

public sealed class HotwordsTests
{
    [Theory]
    // Credit after each character, and at the end.
    [InlineData("york", "york", "1 2 3 4", 4)]
    [InlineData("york", "yorker", "1 2 3 4 0 0", 0)]
    [InlineData("york", "new york", "0 0 0 0 1 2 3 4", 4)]
    [InlineData("york", "newyork", "0 0 0 0 0 0 0", 0)]
    [InlineData("york", "york york", "1 2 3 4 4 5 6 7 8", 8)]
    [InlineData("new york,york town", "new york town", "1 2 3 4 5 6 7 8 13 14 15 16 17", 17)]
    [InlineData("new york,new york city", "new york city", "1 2 3 4 5 6 7 8 9 10 11 12 13", 13)]
    [InlineData("new york,new york city", "new york cab", "1 2 3 4 5 6 7 8 9 10 8 8", 8)]
    public void Credit_grows_with_a_phrase_and_is_taken_back_when_it_goes_on_otherwise(string phrases, string text, string credits, int end)
    {
        var hotwords = new Hotwords(Alphabet.English, phrases.Split(','));
        var (state, credit) = (hotwords.Start, 0);
        List<int> seen = [];
        foreach (var token in Alphabet.English.Encode(text))
        {
            credit += hotwords.Advance(state, token, out state);
            seen.Add(credit);
        }

        Assert.Equal(credits, string.Join(' ', seen));
        Assert.Equal(end, credit + hotwords.End(state));
    }

    [Fact]
    public void Without_a_space_in_the_alphabet_they_are_found_anywhere()
    {
        var alphabet = new Alphabet("abc");
        var hotwords = new Hotwords(alphabet, ["ab"]);
        var (state, credit) = (hotwords.Start, 0);
        foreach (var token in alphabet.Encode("cabaa"))
        {
            credit += hotwords.Advance(state, token, out state);
        }

        Assert.Equal(2, credit + hotwords.End(state));
    }

    [Theory]
    [InlineData("", "must be words with single spaces between them")]
    [InlineData(" a", "must be words with single spaces between them")]
    [InlineData("a  b", "must be words with single spaces between them")]
    [InlineData("naïve", "U+00EF")]
    public void What_could_never_be_heard_is_refused(string phrase, string problem)
    {
        var fault = Assert.Throws<UserFault>(() => new Hotwords(Alphabet.English, [phrase, "fine"]));

        Assert.Equal(ExitCode.Data, fault.Code);
        Assert.Contains(problem, Assert.Single(fault.Problems));
    }

    [Fact]
    public void A_hotword_turns_a_close_decision_and_no_other()
    {
        var letters = new Alphabet(" cat");
        // c, a or t doubtful, t.
        float[] logProbs =
        [
            .. new[] { 0.01, 0.01, 0.96, 0.01, 0.01, 0.01, 0.01, 0.01, 0.37, 0.6, 0.01, 0.01, 0.01, 0.01, 0.96 }
                .Select(p => (float)Math.Log(p)),
        ];
        string With(params string[] words) =>
            new BeamDecoder(letters, new BeamOptions { HotwordBoost = 1 }, hotwords: new Hotwords(letters, words)).Decode(logProbs, 3).Text;

        Assert.Equal("ct", With("tac"));
        Assert.Equal("cat", With("cat"));
    }
}
