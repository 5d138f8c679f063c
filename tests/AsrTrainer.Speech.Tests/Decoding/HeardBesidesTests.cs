using AsrTrainer.Speech.Decoding;
using AsrTrainer.Speech.Text;
using AsrTrainer.Speech.Timing;

namespace AsrTrainer.Speech.Tests.Decoding;

public sealed class HeardBesidesTests
{
    private const float Sure = 0.99f;

    private static readonly Alphabet Letters = new(" abcd");

    [Fact]
    public void A_word_in_which_nothing_else_is_heard_keeps_its_confidence()
    {
        var (plain, weighed) = Align("_aa_b_ _cc_", "ab c");

        Assert.Equal(plain, weighed);
        Assert.All(weighed, word => Assert.Equal(Sure, word.Confidence, 1e-5));
    }

    [Fact]
    public void Each_character_that_is_heard_inside_a_word_counts_as_one_of_its_own_would_that_is_not_heard()
    {
        // The word's two characters, and c and d between them, where the blank has the hundredth part of what is left: c in two frames.
        var (plain, weighed) = Align("_a_cc_d_b_", "ab");

        Assert.Equal(Sure, Assert.Single(plain).Confidence, 1e-5);
        var passed = (1 - Sure) / 5;
        Assert.Equal(Math.Sqrt(Sure * passed), Assert.Single(weighed).Confidence, 1e-5);
        Assert.Equal(plain[0].Start, weighed[0].Start);
    }

    [Fact]
    public void What_is_heard_between_words_costs_none_of_them()
    {
        var (plain, weighed) = Align("_ab_ccd_ _cdc_ab_", "ab ab");

        Assert.Equal(2, weighed.Count);
        Assert.Equal(plain.Select(word => word.Confidence), weighed.Select(word => word.Confidence));
    }

    [Fact]
    public void A_word_that_is_torn_apart_over_others_has_next_to_no_confidence()
    {
        var (plain, weighed) = Align("a_ cd cd cd cd cd_b", "ab");

        Assert.Equal(Sure, Assert.Single(plain).Confidence, 1e-5);
        Assert.InRange(Assert.Single(weighed).Confidence, 0, 0.01);
    }

    // One frame for each letter of what is heard, _ being the blank; all other tokens share the rest.
    private static (IReadOnlyList<TimedWord> Plain, IReadOnlyList<TimedWord> Weighed) Align(string heard, string text)
    {
        var logProbs = new float[heard.Length * Letters.Size];
        Array.Fill(logProbs, MathF.Log((1 - Sure) / (Letters.Size - 1)));
        for (var frame = 0; frame < heard.Length; frame++)
        {
            var token = heard[frame] == '_' ? Alphabet.Blank : Letters.Encode(heard[frame..(frame + 1)])[0];
            logProbs[(frame * Letters.Size) + token] = MathF.Log(Sure);
        }

        var path = new ForcedAlignment(Letters).Align(logProbs, heard.Length, text);
        var words = WordTimes.Of(path, new FrameTiming(16_000, 160, 2), duration: 10);
        return (words, HeardBesides.Weigh(words, path, logProbs, Letters.Size));
    }
}
