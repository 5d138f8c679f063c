using AsrTrainer.Speech.Decoding;
using AsrTrainer.Speech.Faults;
using AsrTrainer.Speech.Text;
using AsrTrainer.Speech.Timing;

namespace AsrTrainer.Speech.Tests.Decoding;

public sealed class ForcedAlignmentTests
{
    private static readonly Alphabet Letters = new("ab");

    private readonly ForcedAlignment _alignment = new(Letters);

    [Fact]
    public void The_path_is_the_best_of_all_paths_that_give_the_text()
    {
        var random = new Random(1);
        var tried = 0;
        for (var round = 0; round < 300; round++)
        {
            var frames = random.Next(1, 8);
            var logProbs = RandomLogProbs(random, frames);
            var text = RandomText(random, random.Next(0, frames + 1));
            if (!CtcFeasibility.IsAlignable(Letters.Encode(text), frames))
            {
                continue;
            }

            tried++;
            var (score, path) = BestOfAllPaths(logProbs, frames, text);
            var found = _alignment.Align(logProbs, frames, text);

            Assert.Equal(score, found.Score, 1e-5);
            Assert.Equal(SpansOf(path, logProbs), found.Spans, Close);
            Assert.Equal(text, found.Text);
            Assert.Equal(Letters.Encode(text), found.Tokens);
        }

        Assert.InRange(tried, 200, 300);
    }

    [Theory]
    [InlineData(400, 100)]
    [InlineData(400, 1)]
    [InlineData(400, 250)]
    [InlineData(1000, 600)]
    public void Long_paths_are_found_again_block_by_block_as_a_whole_table_finds_them(int frames, int tokens)
    {
        var random = new Random(frames + tokens);
        var logProbs = RandomLogProbs(random, frames);
        var text = RandomText(random, tokens);

        var found = _alignment.Align(logProbs, frames, text);

        var (score, path) = BestByWholeTable(logProbs, frames, text);
        Assert.Equal(score, found.Score, 1e-6);
        Assert.Equal(SpansOf(path, logProbs), found.Spans, Close);
    }

    [Fact]
    public void A_text_that_just_fits_takes_every_frame()
    {
        // a a b b a with a blank between equal neighbours.
        var found = _alignment.Align(RandomLogProbs(new Random(2), 7), 7, "aabba");

        Assert.Equal([(0, 1), (2, 3), (3, 4), (5, 6), (6, 7)], found.Spans.Select(span => (span.FirstFrame, span.EndFrame)));
    }

    [Fact]
    public void A_text_that_does_not_fit_is_a_fault_that_names_frames_and_characters()
    {
        var fault = Assert.Throws<UserFault>(() => _alignment.Align(RandomLogProbs(new Random(3), 6), 6, "aabba"));

        Assert.Equal(ExitCode.Data, fault.Code);
        Assert.Contains("5 characters", fault.Message);
        Assert.Contains("needs 7 frames", fault.Message);
        Assert.Contains("the audio has 6", fault.Message);
    }

    [Fact]
    public void No_text_is_blanks_from_end_to_end()
    {
        var logProbs = RandomLogProbs(new Random(4), 3);

        Assert.Equal(logProbs[0] + logProbs[3] + logProbs[6], _alignment.Align(logProbs, 3, "").Score, 1e-5);
        Assert.Equal(0, _alignment.Align([], 0, "").Score);
    }

    [Fact]
    public void Among_equals_a_path_stays_where_it_is()
    {
        var found = _alignment.Align(new float[4 * Letters.Size], 4, "ab");

        Assert.Equal([(0, 1), (1, 2)], found.Spans.Select(span => (span.FirstFrame, span.EndFrame)));
    }

    [Fact]
    public void Only_the_valid_frames_are_read()
    {
        var logProbs = RandomLogProbs(new Random(5), 4);
        logProbs.AsSpan(3 * Letters.Size).Fill(float.NaN);

        Assert.Equal(_alignment.Align(logProbs[..(3 * Letters.Size)], 3, "ab").Score, _alignment.Align(logProbs, 3, "ab").Score);
        Assert.Throws<ArgumentException>(() => _alignment.Align(logProbs[..8], 3, "ab"));
    }

    [Fact]
    public void What_a_model_cannot_say_is_a_fault_and_not_a_path()
    {
        var logProbs = RandomLogProbs(new Random(6), 3);
        logProbs[4] = float.NaN;
        var nan = Assert.Throws<UserFault>(() => _alignment.Align(logProbs, 3, "a"));
        for (var frame = 0; frame < 3; frame++)
        {
            logProbs[(frame * Letters.Size) + 1] = float.NegativeInfinity;
        }

        logProbs[4] = float.NegativeInfinity;
        var impossible = Assert.Throws<UserFault>(() => _alignment.Align(logProbs, 3, "a"));

        Assert.Equal((ExitCode.Model, ExitCode.Model), (nan.Code, impossible.Code));
        Assert.Contains("frame 1", nan.Message);
        Assert.Contains("probability 0", impossible.Message);
    }

    [Fact]
    public void A_character_that_the_alphabet_lacks_is_a_fault() =>
        Assert.Contains("'c'", Assert.Throws<UserFault>(() => _alignment.Align(new float[30], 10, "abc")).Message);

    private static bool Close(TokenSpan x, TokenSpan y) =>
        (x.FirstFrame, x.EndFrame) == (y.FirstFrame, y.EndFrame) && Math.Abs(x.Confidence - y.Confidence) < 1e-9;

    private static float[] RandomLogProbs(Random random, int frames)
    {
        var values = new float[frames * Letters.Size];
        for (var frame = 0; frame < frames; frame++)
        {
            var weights = Enumerable.Range(0, Letters.Size).Select(_ => random.NextDouble() + 1e-3).ToArray();
            for (var token = 0; token < Letters.Size; token++)
            {
                values[(frame * Letters.Size) + token] = (float)Math.Log(weights[token] / weights.Sum());
            }
        }

        return values;
    }

    private static string RandomText(Random random, int length) =>
        string.Concat(Enumerable.Range(0, length).Select(_ => random.Next(2) == 0 ? 'a' : 'b'));

    /// <summary>By trying every path there is.</summary>
    private static (double Score, int[] Path) BestOfAllPaths(float[] logProbs, int frames, string text)
    {
        (double Score, int[] Path) best = (double.NegativeInfinity, []);
        for (var number = 0; number < (int)Math.Pow(Letters.Size, frames); number++)
        {
            var path = Enumerable.Range(0, frames).Select(frame => number / (int)Math.Pow(Letters.Size, frame) % Letters.Size).ToArray();
            var score = path.Select((token, frame) => (double)logProbs[(frame * Letters.Size) + token]).Sum();
            var tokens = path.Where((token, frame) => token != Alphabet.Blank && (frame == 0 || path[frame - 1] != token)).ToArray();
            if (score > best.Score && Letters.Decode(tokens) == text)
            {
                best = (score, path);
            }
        }

        return best;
    }

    /// <summary>By the textbook's table of all frames and all 2N + 1 states.</summary>
    private static (double Score, int[] Path) BestByWholeTable(float[] logProbs, int frames, string text)
    {
        var tokens = Letters.Encode(text);
        int[] states = [.. tokens.SelectMany(token => new[] { Alphabet.Blank, token }), Alphabet.Blank];
        var scores = new double[frames, states.Length];
        var from = new int[frames, states.Length];
        for (var frame = 0; frame < frames; frame++)
        {
            for (var state = 0; state < states.Length; state++)
            {
                var canSkip = state > 1 && states[state] != Alphabet.Blank && states[state] != states[state - 2];
                var (best, origin) = frame == 0 && state < 2 ? (0, state) : (double.NegativeInfinity, state);
                for (var before = state; frame > 0 && before >= Math.Max(0, state - (canSkip ? 2 : 1)); before--)
                {
                    (best, origin) = scores[frame - 1, before] > best ? (scores[frame - 1, before], before) : (best, origin);
                }

                scores[frame, state] = best + logProbs[(frame * Letters.Size) + states[state]];
                from[frame, state] = origin;
            }
        }

        var end = scores[frames - 1, states.Length - 2] > scores[frames - 1, states.Length - 1] ? states.Length - 2 : states.Length - 1;
        var path = new int[frames];
        for (var (frame, state) = (frames - 1, end); frame >= 0; state = from[frame, state], frame--)
        {
            path[frame] = states[state];
        }

        return (scores[frames - 1, end], path);
    }

    private static List<TokenSpan> SpansOf(int[] path, float[] logProbs)
    {
        List<TokenSpan> spans = [];
        for (var frame = 0; frame < path.Length; frame++)
        {
            var token = path[frame];
            var confidence = Math.Exp(logProbs[(frame * Letters.Size) + token]);
            if (token != Alphabet.Blank && frame > 0 && path[frame - 1] == token)
            {
                spans[^1] = new TokenSpan(spans[^1].FirstFrame, frame + 1, Math.Max(spans[^1].Confidence, confidence));
            }
            else if (token != Alphabet.Blank)
            {
                spans.Add(new TokenSpan(frame, frame + 1, confidence));
            }
        }

        return spans;
    }
}
