using AsrTrainer.Speech.Decoding;
using AsrTrainer.Speech.Transcripts;

namespace AsrTrainer.Speech.Tests.Transcripts;

public sealed class TranscriptTests
{
    [Fact]
    public void The_best_texts_of_all_are_those_with_the_largest_sums_of_scores()
    {
        var transcript = new Transcript("t", 2,
        [
            Segment("one two", -1, new ScoredText("one", -4)),
            Segment("three", -2, new ScoredText("tree", -3), new ScoredText("", -9)),
        ]);

        Assert.Equal(["one two three", "one two tree", "one three", "one tree", "one two"], transcript.Best(5));
        Assert.Equal(["one two three", "one two tree"], transcript.Best(2));
        Assert.Equal([transcript.Text], transcript.Best(1));
    }

    [Fact]
    public void Silence_has_one_text() => Assert.Equal([""], new Transcript("t", 2, []).Best(3));

    private static TranscriptSegment Segment(string text, double score, params ScoredText[] alternatives) =>
        new([.. text.Split(' ').Select(word => new TimedWord(word, 0, 1, 1, []))])
        {
            Score = score,
            Alternatives = alternatives,
        };
}
