using AsrTrainer.Speech.Transcripts;

namespace AsrTrainer.Speech.Tests.Transcripts;

public sealed class SubtitleTests
{
    // A word a second, each for half a second.
    private static readonly Transcript Counting = new("x", 12,
    [
        Spoken.Segment([.. "one two three four five six seven".Split(' ').Select((word, i) => (word, (double)i, i + 0.5, 1.0))]),
        Spoken.Segment(("incomprehensibilities", 8, 10, 1), ("end", 10, 11, 1)),
    ]);

    [Fact]
    public void Lines_and_subtitles_are_filled_as_far_as_they_go() => AssertAre(
        new SubtitleOptions { MaxLineWidth = 13 },
        "0-5.5 one two three/four five six",
        "6-7 seven",
        "8-11 incomprehensibilities/end");

    [Fact]
    public void The_number_of_lines_and_of_words_in_a_line_is_kept_to() => AssertAre(
        new SubtitleOptions { MaxLineCount = 1, MaxWordsPerLine = 3 },
        "0-2.5 one two three",
        "3-5.5 four five six",
        "6-7 seven",
        "8-11 incomprehensibilities end");

    [Fact]
    public void None_stays_too_long_but_for_a_word_that_does() => AssertAre(
        new SubtitleOptions { MaxSeconds = 1.6 },
        "0-1.5 one two",
        "2-3.5 three four",
        "4-5.5 five six",
        "6-7 seven",
        "8-10 incomprehensibilities",
        "10-11 end");

    [Fact]
    public void One_stays_for_a_second_if_nothing_follows_before()
    {
        var transcript = new Transcript("x", 6.4,
        [
            Spoken.Segment(("a", 0, 0.2, 1)),
            Spoken.Segment(("b", 0.7, 1, 1)),
            Spoken.Segment(("c", 3, 3.1, 1)),
            Spoken.Segment(("d", 6, 6.1, 1)),
        ]);

        Assert.Equal([0.7, 1.7, 4, 6.4], Ends(new SubtitleOptions()));
        Assert.Equal([0.5, 1.2, 3.5, 6.4], Ends(new SubtitleOptions { MaxSeconds = 0.5 }));

        IEnumerable<double> Ends(SubtitleOptions options) => Subtitle.Of(transcript, options).Select(one => Math.Round(one.End, 6));
    }

    private static void AssertAre(SubtitleOptions options, params string[] expected) => Assert.Equal(
        expected,
        Subtitle.Of(Counting, options).Select(subtitle => FormattableString.Invariant(
            $"{subtitle.Start}-{subtitle.End} {string.Join('/', subtitle.Lines)}")));
}
