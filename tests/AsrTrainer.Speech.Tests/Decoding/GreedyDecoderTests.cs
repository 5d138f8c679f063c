using AsrTrainer.Speech.Decoding;
using AsrTrainer.Speech.Faults;
using AsrTrainer.Speech.Text;

namespace AsrTrainer.Speech.Tests.Decoding;

public sealed class GreedyDecoderTests
{
    private static readonly Alphabet Letters = new(" ab");
    private readonly GreedyDecoder _decoder = new(Letters);

    [Theory]
    [InlineData("", "")]
    [InlineData("___", "")]
    [InlineData("aaa", "a")]
    [InlineData("a_a", "aa")]
    [InlineData("aab__b ba", "abb ba")]
    [InlineData("_a  b_", "a b")]
    public void Repeats_are_joined_and_then_blanks_dropped(string path, string text)
    {
        Hypothesis hypothesis = _decoder.Decode(LogProbs(path), path.Length);

        Assert.Equal(text, hypothesis.Text);
        Assert.Equal(Letters.Encode(text), hypothesis.Tokens);
    }

    [Fact]
    public void Only_the_valid_frames_are_read()
    {
        float[] logProbs = LogProbs("abab");
        logProbs.AsSpan(2 * Letters.Size).Fill(float.NaN);

        Assert.Equal("ab", _decoder.Decode(logProbs, 2).Text);
        Assert.Equal("", _decoder.Decode(logProbs, 0).Text);
    }

    [Fact]
    public void The_score_is_the_log_probability_of_the_path()
    {
        Assert.Equal(3 * Math.Log(0.7), _decoder.Decode(LogProbs("a_b"), 3).Score, 5);
    }

    [Fact]
    public void Of_equal_tokens_the_first_is_taken_and_impossible_ones_are_allowed()
    {
        float[] logProbs = [float.NegativeInfinity, float.NegativeInfinity, -1, -1];

        Assert.Equal([2], _decoder.Decode(logProbs, 1).Tokens);
    }

    [Fact]
    public void A_model_that_gives_nan_is_a_fault_and_not_a_text()
    {
        float[] logProbs = LogProbs("ab");
        logProbs[^1] = float.NaN;

        UserFault fault = Assert.Throws<UserFault>(() => _decoder.Decode(logProbs, 2));

        Assert.Equal(ExitCode.Model, fault.Code);
        Assert.Contains("frame 1", fault.Message);
    }

    [Fact]
    public void Too_few_values_are_refused()
    {
        Assert.Throws<ArgumentException>(() => _decoder.Decode(LogProbs("ab"), 3));
    }

    /// <summary>Frames in which the path's token has 0.7 and the three others 0.1 each.</summary>
    private static float[] LogProbs(string path)
    {
        float[] logProbs = new float[path.Length * Letters.Size];
        Array.Fill(logProbs, MathF.Log(0.1f));
        for (int frame = 0; frame < path.Length; frame++)
        {
            logProbs[(frame * Letters.Size) + "_ ab".IndexOf(path[frame])] = MathF.Log(0.7f);
        }
        return logProbs;
    }
}
