using AsrTrainer.Speech.Decoding;
using AsrTrainer.Speech.Text;
using AsrTrainer.Speech.Timing;

namespace AsrTrainer.Speech.Tests.Decoding;

public sealed class WordTimesTests
{
    // 20 ms a frame.
    private static readonly FrameTiming Timing = new(16_000, 160, 2);

    [Fact]
    public void A_word_reaches_from_the_first_frame_of_its_first_character_to_the_last_of_its_last()
    {
        // blank a a blank b space space blank c
        var words = WordTimes.Of(Decode(" abc", "_aa_b  _c"), Timing, duration: 1);

        Assert.Equal(["ab", "c"], words.Select(word => word.Text));
        Assert.Equal([(0.02, 0.10), (0.16, 0.18)], words.Select(word => (word.Start, word.End)));
        Assert.Equal([(0.02, 0.06), (0.08, 0.10)], words[0].Characters.Select(one => (one.Start, one.End)));
    }

    [Fact]
    public void No_word_reaches_beyond_the_audio() =>
        Assert.Equal(0.17, WordTimes.Of(Decode(" abc", "_aa_b  _c"), Timing, duration: 0.17)[^1].End);

    [Fact]
    public void Nothing_heard_is_no_words()
    {
        Assert.Empty(WordTimes.Of(Decode(" abc", "____"), Timing, duration: 1));
        Assert.Empty(WordTimes.Of(Decode(" abc", "_ _ "), Timing, duration: 1));
    }

    [Fact]
    public void The_confidence_of_a_word_is_the_geometric_mean_of_its_characters()
    {
        float[] logProbs = [.. new[] { 0.1, 0.9, 0, 0.4, 0, 0.6 }.Select(p => (float)Math.Log(p))];

        var word = Assert.Single(WordTimes.Of(new GreedyDecoder(new Alphabet("ab")).Decode(logProbs, 2), Timing, duration: 1));

        Assert.Equal(Math.Sqrt(0.9 * 0.6), word.Confidence, 1e-6);
        Assert.Equal([0.9, 0.6], word.Characters.Select(one => one.Confidence), (x, y) => Math.Abs(x - y) < 1e-6);
    }

    // One frame for each letter of the path; _ is the blank.
    private static Hypothesis Decode(string characters, string path)
    {
        var alphabet = new Alphabet(characters);
        var logProbs = new float[path.Length * alphabet.Size];
        Array.Fill(logProbs, -10f);
        for (var frame = 0; frame < path.Length; frame++)
        {
            var token = path[frame] == '_' ? Alphabet.Blank : alphabet.Encode(path[frame..(frame + 1)])[0];
            logProbs[(frame * alphabet.Size) + token] = -0.01f;
        }

        return new GreedyDecoder(alphabet).Decode(logProbs, path.Length);
    }
}
