using AsrTrainer.Speech.Decoding;
using AsrTrainer.Speech.Faults;
using AsrTrainer.Speech.LanguageModels;
using AsrTrainer.Speech.Text;

namespace AsrTrainer.Speech.Tests.Decoding;

public sealed class BeamDecoderTests
{
    private static readonly Alphabet Letters = new(" ab");

    private static readonly BeamOptions Full = new()
    {
        Width = BeamOptions.MostWidth,
        TokenThreshold = double.NegativeInfinity,
        Hypotheses = BeamOptions.MostWidth,
        LanguageModelWeight = 0.7,
        WordBonus = 0.3,
        UnknownPenalty = 1.1,
        HotwordBoost = 0.9,
    };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_full_beam_finds_all_texts_with_the_scores_and_the_paths_of_brute_force(bool withWords)
    {
        for (var seed = 0; seed < 12; seed++)
        {
            var frames = 1 + (seed % 6);
            var logProbs = RandomLogProbs(seed, frames, Letters.Size, sharpness: 1 + (seed % 3));
            var words = withWords ? new FewWords(seed, "a", "b", "ab", "aba") : null;

            var expected = new EveryPath(Letters, Full, words).Decode(logProbs, frames);
            var actual = new BeamDecoder(Letters, Full, words).Decode(logProbs, frames);

            AssertSame(expected, actual);
        }
    }

    [Theory]
    [InlineData("ab")]
    [InlineData("a", "ab", "a b", "a ba")]
    [InlineData("b a", "a b", "a", "b b b")]
    [InlineData("ba a", "a b", "ba a b")]
    public void So_it_does_with_hotwords(params string[] phrases)
    {
        for (var seed = 0; seed < 4; seed++)
        {
            var logProbs = RandomLogProbs(seed, 6, Letters.Size, sharpness: 1);
            var words = seed % 2 == 0 ? new FewWords(seed, "a", "bb") : null;

            var expected = new EveryPath(Letters, Full, words, phrases).Decode(logProbs, 6);
            var actual = new BeamDecoder(Letters, Full, words, new Hotwords(Letters, phrases)).Decode(logProbs, 6);

            AssertSame(expected, actual);
        }
    }

    [Fact]
    public void A_narrow_beam_over_a_long_utterance_is_that_of_plain_dictionaries()
    {
        var options = Full with { Width = 8, TokenThreshold = -3, Hypotheses = 4 };
        var words = new FewWords(1, "a", "b", "ab", "ba", "bab");
        var decoder = new BeamDecoder(Letters, options, words);
        foreach (var (seed, frames) in new[] { (1, 3000), (2, 40), (3, 700) })
        {
            var logProbs = RandomLogProbs(seed, frames, Letters.Size, sharpness: 3);

            var expected = new PlainBeam(Letters, options, new EveryPath(Letters, options, words)).Decode(logProbs, frames);
            var actual = decoder.Decode(logProbs, frames);

            Assert.Equal(expected.Text, actual.Text);
            Assert.Equal(expected.Score, actual.Score, 1e-6 * Math.Abs(expected.Score));
            Assert.Equal(actual.Tokens.Count, actual.Spans.Count);
            Assert.All(actual.Spans.Zip(actual.Spans.Skip(1)), pair => Assert.True(pair.First.EndFrame <= pair.Second.FirstFrame));
        }
    }

    [Fact]
    public void On_posteriors_without_doubt_it_is_the_greedy_decoder()
    {
        var logProbs = RandomLogProbs(7, 400, Alphabet.English.Size, sharpness: 60);
        var greedy = new GreedyDecoder(Alphabet.English).Decode(logProbs, 400);

        var actual = new BeamDecoder(Alphabet.English, new BeamOptions()).Decode(logProbs, 400);

        Assert.Equal(greedy.Text, actual.Text);
        Assert.Equal(greedy.Spans, actual.Spans);
        Assert.Empty(actual.Alternatives);
    }

    [Fact]
    public void Many_paths_to_one_text_outweigh_the_likeliest_path()
    {
        // Graves et al. 2006, figure 4: the best path is two blanks, with 0.36; the text "a" has 0.64.
        float[] logProbs = [MathF.Log(0.6f), MathF.Log(0.4f), MathF.Log(0.6f), MathF.Log(0.4f)];
        var decoder = new BeamDecoder(new Alphabet("a"), new BeamOptions { Hypotheses = 3 });

        var found = decoder.Decode(logProbs, 2);

        Assert.Equal("", new GreedyDecoder(new Alphabet("a")).Decode(logProbs, 2).Text);
        Assert.Equal(["a", ""], found.Alternatives.Prepend(found).Select(one => one.Text));
        Assert.Equal(
            [Math.Log(0.64), Math.Log(0.36)],
            found.Alternatives.Prepend(found).Select(one => one.Score),
            (x, y) => Math.Abs(x - y) < 1e-6);
    }

    [Fact]
    public void Texts_with_the_same_words_are_one_alternative()
    {
        var found = new BeamDecoder(Letters, Full).Decode(RandomLogProbs(3, 5, Letters.Size, sharpness: 1), 5);

        var words = found.Alternatives.Prepend(found)
            .Select(one => string.Join(' ', one.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        Assert.Equal(words.Distinct(), words);
        Assert.Contains("a b", words);
    }

    [Fact]
    public void The_same_input_gives_the_same_result_on_any_thread_and_whatever_was_decoded_before()
    {
        var decoder = new BeamDecoder(Letters, Full with { Width = 8, Hypotheses = 8 }, new FewWords(3, "a", "ab"));
        float[][] inputs =
        [
            .. Enumerable.Range(0, 20).Select(seed => RandomLogProbs(seed, 50 * (1 + (seed % 4)), Letters.Size, sharpness: 2)),
        ];
        string[] Texts(IEnumerable<Hypothesis> found) =>
        [
            .. found.Select(one => string.Join('|', one.Alternatives.Prepend(one).Select(h => $"{h.Text}{h.Score:R}"))),
        ];

        var inTurn = Texts(inputs.Select(one => decoder.Decode(one, one.Length / Letters.Size)));
        var atOnce = Texts(inputs.AsParallel().AsOrdered().Select(one => decoder.Decode(one, one.Length / Letters.Size)));

        Assert.Equal(inTurn, atOnce);
    }

    [Fact]
    public void Of_equally_good_texts_it_is_always_the_same_that_are_kept()
    {
        var logProbs = new float[6 * Letters.Size];
        Array.Fill(logProbs, MathF.Log(0.25f));
        var decoder = new BeamDecoder(Letters, Full with { Width = 3, Hypotheses = 3 });

        var first = decoder.Decode(logProbs, 6);
        var second = decoder.Decode(logProbs, 6);

        Assert.Equal(first.Text, second.Text);
        Assert.Equal(first.Alternatives.Select(one => one.Text), second.Alternatives.Select(one => one.Text));
    }

    [Fact]
    public void Frames_allocate_nothing()
    {
        var decoder = new BeamDecoder(Letters, new BeamOptions(), new FewWords(3, "a", "ab"), new Hotwords(Letters, ["ab a"]));
        var logProbs = RandomLogProbs(5, 6000, Letters.Size, sharpness: 2);
        for (var frame = 0; frame < 6000; frame++)
        {
            logProbs[frame * Letters.Size] += 3;
        }

        var found = decoder.Decode(logProbs, 6000);
        var before = GC.GetAllocatedBytesForCurrentThread();

        decoder.Decode(logProbs, 6000);

        // The result alone: a token, a span and a character each, and their copies on the way to the text.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, (64 * found.Tokens.Count) + 20_000);
        Assert.InRange(found.Tokens.Count, 1, 1000);
    }

    [Fact]
    public void Only_the_valid_frames_are_read_and_none_are_an_empty_text()
    {
        var logProbs = RandomLogProbs(1, 4, Letters.Size, sharpness: 2);
        var alone = new BeamDecoder(Letters, Full).Decode(logProbs.AsSpan(0, 2 * Letters.Size), 2);
        logProbs.AsSpan(2 * Letters.Size).Fill(float.NaN);

        var actual = new BeamDecoder(Letters, Full).Decode(logProbs, 2);

        Assert.Equal((alone.Text, alone.Score), (actual.Text, actual.Score));
        Assert.Equal(("", 0), (new BeamDecoder(Letters, Full).Decode([], 0).Text, new BeamDecoder(Letters, Full).Decode([], 0).Score));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void What_is_no_number_is_a_fault_and_not_a_text(float value)
    {
        var logProbs = RandomLogProbs(1, 2, Letters.Size, sharpness: 2);
        logProbs[Letters.Size + 2] = value;

        var fault = Assert.Throws<UserFault>(() => new BeamDecoder(Letters, Full).Decode(logProbs, 2));

        Assert.Equal(ExitCode.Model, fault.Code);
        Assert.Contains("frame 1, token 2", fault.Message);
    }

    [Fact]
    public void Impossible_frames_end_no_search()
    {
        var logProbs = new float[3 * Letters.Size];
        Array.Fill(logProbs, float.NegativeInfinity);

        Assert.Equal("", new BeamDecoder(Letters, Full, new FewWords(1, "a")).Decode(logProbs, 3).Text);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(-1e9)]
    public void A_language_model_that_allows_nothing_leaves_the_best_sound_of_the_fewest_words(double score)
    {
        var logProbs = RandomLogProbs(4, 30, Letters.Size, sharpness: 4);
        var sound = new BeamDecoder(Letters, Full with { Width = 16, Hypotheses = 1 }).Decode(logProbs, 30);

        var found = new BeamDecoder(Letters, Full with { Width = 16, Hypotheses = 1, LanguageModelWeight = 0 }, new Unlikely(score))
            .Decode(logProbs, 30);
        var weighed = new BeamDecoder(Letters, Full with { Width = 16, Hypotheses = 1 }, new Unlikely(score)).Decode(logProbs, 30);

        Assert.Equal((sound.Text, sound.Score), (found.Text, found.Score));
        Assert.True(double.IsFinite(weighed.Score));
        Assert.InRange(weighed.Text.Count(character => character == ' '), 0, sound.Text.Count(character => character == ' '));
    }

    [Fact]
    public void Options_out_of_their_range_are_refused()
    {
        BeamOptions[] wrong =
        [
            new() { Width = 0 }, new() { TokenThreshold = 1 }, new() { LanguageModelWeight = -1 }, new() { WordBonus = double.NaN },
            new() { UnknownPenalty = -1 }, new() { HotwordBoost = 101 }, new() { Hypotheses = 0 }, new() { Width = 2, Hypotheses = 3 },
        ];

        Assert.All(wrong, options => Assert.Throws<ArgumentException>(() => new BeamDecoder(Letters, options)));
    }

    /// <summary>Normalised rows; the sharper, the closer to one is the largest.</summary>
    internal static float[] RandomLogProbs(int seed, int frames, int vocabulary, double sharpness)
    {
        var random = new Random(seed);
        var values = new float[frames * vocabulary];
        for (var frame = 0; frame < frames; frame++)
        {
            double[] row = [.. Enumerable.Range(0, vocabulary).Select(_ => sharpness * random.NextDouble())];
            var sum = Math.Log(row.Sum(Math.Exp));
            for (var token = 0; token < vocabulary; token++)
            {
                values[(frame * vocabulary) + token] = (float)(row[token] - sum);
            }
        }

        return values;
    }

    private sealed class Unlikely(double score) : IWordModel
    {
        public long Start => 0;

        public int Find(ReadOnlySpan<char> word) => 1;

        public bool IsUnknown(int word) => false;

        public double Score(long state, int word, out long next)
        {
            next = 0;
            return score;
        }

        public double ScoreEnd(long state) => score;
    }

    private static void AssertSame(IReadOnlyList<Hypothesis> expected, Hypothesis actual)
    {
        Hypothesis[] all = [actual, .. actual.Alternatives];
        Assert.Equal(expected.Select(one => one.Text), all.Select(one => one.Text));
        foreach (var (one, other) in expected.Zip(all))
        {
            Assert.Equal(one.Tokens, other.Tokens);
            Assert.Equal(one.Score, other.Score, 1e-9);
            Assert.Equal(
                one.Spans.Select(span => (span.FirstFrame, span.EndFrame)),
                other.Spans.Select(span => (span.FirstFrame, span.EndFrame)));
            Assert.Equal(
                one.Spans.Select(span => span.Confidence),
                other.Spans.Select(span => span.Confidence),
                (x, y) => Math.Abs(x - y) < 1e-6);
        }
    }
}
