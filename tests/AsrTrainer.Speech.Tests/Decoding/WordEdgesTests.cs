using AsrTrainer.Speech.Audio;
using AsrTrainer.Speech.Decoding;

namespace AsrTrainer.Speech.Tests.Decoding;

public sealed class WordEdgesTests
{
    private const int Rate = 1000;

    [Fact]
    public void At_a_pause_a_word_ends_with_its_sound_and_the_next_starts_with_its_own()
    {
        // Half a second of silence between sounds; the characters' frames are short and late.
        var levels = Sound((0.2, 0), (0.4, 0.5), (0.5, 0), (0.4, 0.5), (0.3, 0));

        var words = WordEdges.AtSound([Word("ab", (0.24, 0.27), (0.39, 0.42)), Word("cd", (1.17, 1.2), (1.35, 1.38))], levels);

        AssertTimes([(0.2, 0.6), (1.1, 1.5)], words);
        Assert.Equal([(0.2, 0.27), (0.39, 0.6)], words[0].Characters.Select(one => (one.Start, one.End)), Close);
    }

    [Fact]
    public void A_frame_that_reaches_into_the_silence_is_cut_where_the_sound_is()
    {
        var levels = Sound((0.5, 0), (0.4, 0.5), (0.5, 0), (0.4, 0.5), (0.5, 0));

        var words = WordEdges.AtSound([Word("ab", (0.48, 0.54), (0.87, 0.93)), Word("c", (1.38, 1.44))], levels);

        AssertTimes([(0.5, 0.9), (1.4, 1.8)], words);
    }

    [Fact]
    public void Without_a_pause_words_meet_at_the_quietest_moment_between_them()
    {
        var levels = Sound((0.5, 0.5), (0.05, 0.01), (0.01, 0.001), (0.03, 0.01), (0.5, 0.5));

        var words = WordEdges.AtSound([Word("a", (0.1, 0.13)), Word("b", (0.7, 0.73))], levels);

        Assert.Equal(0.55, words[0].End, 1e-9);
        Assert.Equal(0.55, words[1].Start, 1e-9);
    }

    [Fact]
    public void The_closure_of_a_plosive_is_no_pause()
    {
        // 80 ms of silence after the last frame of a word, and its release after that; then a real pause.
        var levels = Sound((0.4, 0.5), (0.08, 0), (0.05, 0.2), (0.4, 0), (0.4, 0.5));

        var words = WordEdges.AtSound([Word("at", (0.1, 0.13), (0.36, 0.39)), Word("b", (0.96, 0.99))], levels);

        AssertTimes([(0, 0.53), (0.93, 1.33)], words);
    }

    [Fact]
    public void A_noise_in_a_pause_belongs_to_neither_word()
    {
        var levels = Sound((0.4, 0.5), (0.2, 0), (0.1, 0.2), (0.2, 0), (0.4, 0.5));

        var words = WordEdges.AtSound([Word("a", (0.1, 0.13)), Word("b", (0.93, 0.96))], levels);

        AssertTimes([(0, 0.4), (0.9, 1.3)], words);
    }

    [Fact]
    public void Sound_that_goes_on_belongs_to_a_word_for_some_time_only()
    {
        // Music before, between and after; silence at the very end, so that there is a measure of silence.
        var levels = Sound((10, 0.5), (2, 0));

        var words = WordEdges.AtSound([Word("a", (3, 3.03)), Word("b", (7, 7.03))], levels);

        AssertTimes([(2.7, words[0].End), (words[1].Start, 7.63)], words);
        Assert.InRange(words[0].End, 3.03, 3.63);
        Assert.InRange(words[1].Start, 6.7, 7);
    }

    [Fact]
    public void Where_noise_hides_the_edges_the_path_has_the_say()
    {
        var levels = Sound((0.5, 0.2), (0.4, 0.5), (0.5, 0.2));
        TimedWord[] words = [Word("a", (0.6, 0.63)), Word("b", (0.8, 0.83))];

        AssertTimes([(0.6, 0.63), (0.8, 0.83)], WordEdges.AtSound(words, levels));
    }

    [Fact]
    public void Faint_noise_is_silence()
    {
        var levels = Sound((0.5, 0.01), (0.4, 0.5), (0.5, 0.01), (0.4, 0.5), (0.5, 0.01));

        AssertTimes([(0.5, 0.9), (1.4, 1.8)], WordEdges.AtSound([Word("a", (0.6, 0.63)), Word("b", (1.5, 1.53))], levels));
    }

    [Fact]
    public void Words_stay_in_order_and_none_vanishes_whatever_the_sound()
    {
        var random = new Random(7);
        for (var round = 0; round < 200; round++)
        {
            var levels = Sound([.. Enumerable.Range(0, 40).Select(_ => (random.Next(1, 20) / 100.0, random.Next(3) * 0.3))]);
            List<TimedWord> words = [];
            for (var time = 0.0; (time += random.Next(0, 10) * 0.03) < levels.Seconds(levels.Count) - 0.2;)
            {
                words.Add(Word("ab", (time, time + 0.03), (time + 0.03, time += 0.06)));
            }

            var moved = WordEdges.AtSound(words, levels);

            Assert.All(moved, word => Assert.True(word.Start < word.End));
            Assert.All(moved.SelectMany(word => word.Characters), one => Assert.True(one.Start < one.End));
            Assert.All(moved.Zip(moved.Skip(1)), pair => Assert.True(pair.First.End <= pair.Second.Start + 1e-9));
            Assert.All(moved.Zip(words), pair => Assert.Equal(pair.Second.Text, pair.First.Text));
        }
    }

    [Fact]
    public void No_words_are_no_words_and_no_sound_moves_none()
    {
        Assert.Empty(WordEdges.AtSound([], Sound((1, 0.5))));
        TimedWord[] words = [Word("a", (0.1, 0.13))];
        AssertTimes([(0.1, 0.13)], WordEdges.AtSound(words, Sound((1, 0))));
    }

    private static TimedWord Word(string text, params (double Start, double End)[] times) => new(
        text, times[0].Start, times[^1].End, 1, [.. text.Zip(times, (letter, time) => new TimedCharacter(letter, time.Start, time.End, 1))]);

    /// <summary>Stretches of a square wave, each with its seconds and its amplitude.</summary>
    private static SoundLevels Sound(params (double Seconds, double Amplitude)[] stretches)
    {
        var levels = new SoundLevels(Rate);
        foreach (var (seconds, amplitude) in stretches)
        {
            levels.Add([.. Enumerable.Range(0, (int)Math.Round(seconds * Rate)).Select(i => (float)(i % 2 == 0 ? amplitude : -amplitude))]);
        }

        return levels;
    }

    private static void AssertTimes(IEnumerable<(double Start, double End)> expected, IEnumerable<TimedWord> words) =>
        Assert.Equal(expected, words.Select(word => (word.Start, word.End)), Close);

    private static bool Close((double Start, double End) x, (double Start, double End) y) =>
        Math.Abs(x.Start - y.Start) < 1e-9 && Math.Abs(x.End - y.End) < 1e-9;
}
