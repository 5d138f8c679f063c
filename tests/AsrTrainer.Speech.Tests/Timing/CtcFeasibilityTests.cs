using AsrTrainer.Speech.Timing;

namespace AsrTrainer.Speech.Tests.Timing;

public sealed class CtcFeasibilityTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("a", 1)]
    [InlineData("abc", 3)]
    [InlineData("hello", 6)]
    [InlineData("aaa", 5)]
    [InlineData("aba", 3)]
    public void Required_frames_are_the_tokens_and_a_blank_between_equal_neighbours(string text, int frames) =>
        Assert.Equal(frames, CtcFeasibility.RequiredFrames([.. text.Select(character => character - 'a' + 1)]));

    [Fact]
    public void One_frame_too_few_is_not_alignable()
    {
        Assert.True(CtcFeasibility.IsAlignable([1, 1], 3));
        Assert.False(CtcFeasibility.IsAlignable([1, 1], 2));
    }

    /// <summary>Tries all paths: the fewest frames whose collapse (merge repeats, drop blanks) can be the tokens.</summary>
    [Fact]
    public void No_shorter_path_collapses_to_the_tokens()
    {
        foreach (var tokens in new int[][] { [1], [1, 1], [1, 2], [1, 2, 2], [1, 1, 1], [2, 1, 2] })
        {
            var shortest = Enumerable.Range(0, 7).First(frames => Paths(frames).Any(path => Collapse(path).SequenceEqual(tokens)));
            Assert.Equal(shortest, CtcFeasibility.RequiredFrames(tokens));
        }
    }

    private static IEnumerable<int[]> Paths(int frames) => frames == 0
        ? [[]]
        : Paths(frames - 1).SelectMany(path => new[] { 0, 1, 2 }.Select(token => (int[])[.. path, token]));

    private static IEnumerable<int> Collapse(int[] path) => path.Where((token, i) => token != 0 && (i == 0 || path[i - 1] != token));
}
