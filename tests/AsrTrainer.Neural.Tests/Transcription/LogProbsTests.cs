using AsrTrainer.Neural.Transcription;
using AsrTrainer.Speech.Decoding;
using AsrTrainer.Speech.Text;

namespace AsrTrainer.Neural.Tests.Transcription;

public sealed class LogProbsTests
{
    private const string Said = "she had your dark suit in greasy wash water all year";

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-1)]
    public void No_token_is_lost_or_doubled_where_two_windows_disagree_by_a_frame(int late)
    {
        var alphabet = Alphabet.English;
        var frames = Frames(alphabet, 5, 0);
        var shifted = Frames(alphabet, 5, late);
        var decoder = new GreedyDecoder(alphabet);
        for (var begin = 20; begin < 200; begin++)
        {
            var overlap = 40;
            var first = Cut(frames, 0, begin + overlap, alphabet.Size);
            var next = Cut(shifted, begin, frames.Length - begin, alphabet.Size);

            var joined = first.Join(next, overlap);

            Assert.Equal(frames.Length, joined.Frames);
            Assert.Equal(Said, decoder.Decode(joined.Values, joined.Frames).Text);
        }
    }

    [Fact]
    public void A_continuation_shorter_than_the_overlap_ends_the_sequence_with_itself()
    {
        var alphabet = Alphabet.English;
        var frames = Frames(alphabet, 5, 0);

        var joined = Cut(frames, 0, 100, alphabet.Size).Join(Cut(frames, 70, 20, alphabet.Size), overlap: 30);

        Assert.Equal(90, joined.Frames);
    }

    // Every token on one frame, so many frames apart, blank between.
    private static int[] Frames(Alphabet alphabet, int apart, int late)
    {
        var frames = new int[(Said.Length + 1) * apart];
        var tokens = alphabet.Encode(Said);
        for (var i = 0; i < tokens.Length; i++)
        {
            frames[((i + 1) * apart) - 2 + late] = tokens[i];
        }

        return frames;
    }

    private static LogProbs Cut(int[] tokens, int begin, int count, int vocabulary)
    {
        var values = new float[count * vocabulary];
        Array.Fill(values, -9);
        for (var frame = 0; frame < count; frame++)
        {
            values[(frame * vocabulary) + tokens[begin + frame]] = -0.01f;
        }

        return new LogProbs(values, count);
    }
}
