using AsrTrainer.Speech.Faults;
using AsrTrainer.Speech.Metrics;

namespace AsrTrainer.Speech.Tests.Metrics;

public sealed class ResultComparisonTests
{
    private static readonly ScoredSet First = Set(
        "first", ("a", "one two", "one too"), ("b", "three", "three"), ("c", "four five", "for five"));

    // The same utterances in another order.
    private static readonly ScoredSet Second = Set(
        "second", ("c", "four five", "four five"), ("a", "one two", "on too"), ("b", "three", "tree oh"));

    [Fact]
    public void The_difference_is_that_of_the_corpus_rates()
    {
        ResultComparison comparison = ResultComparison.Of(First, Second);

        Assert.Equal((4 - 2) / 5.0, comparison.Difference, 1e-12);
        Assert.All(comparison.Pairs, pair => Assert.Equal(pair.First.Id, pair.Second.Id));
        Assert.Equal(3, comparison.MatchedPairs.Segments);
    }

    [Fact]
    public void The_utterances_that_changed_most_come_first_and_the_unchanged_not_at_all()
    {
        Assert.Equal(["b", "a", "c"], ResultComparison.Of(First, Second).ChangedMost(9).Select(pair => pair.First.Id));
        Assert.Equal(["b"], ResultComparison.Of(First, Second).ChangedMost(1).Select(pair => pair.First.Id));
        Assert.Empty(ResultComparison.Of(First, First).ChangedMost(9));
    }

    [Fact]
    public void A_result_does_not_differ_from_itself()
    {
        ResultComparison comparison = ResultComparison.Of(First, First);

        Assert.Equal(0, comparison.Difference);
        Assert.Equal(new RateInterval(0, 0), comparison.Resampled!.Interval);
        Assert.Equal((1, 1), (comparison.Resampled.TwoSidedP, comparison.MatchedPairs.PValue));
    }

    [Fact]
    public void Exchanging_the_systems_changes_signs_and_no_probability()
    {
        (ScoredSet good, ScoredSet bad) = Random(60);
        ResultComparison forth = ResultComparison.Of(good, bad);
        ResultComparison back = ResultComparison.Of(bad, good);

        Assert.Equal(-forth.Difference, back.Difference, 1e-12);
        Assert.Equal(-forth.Resampled!.Interval.Low, back.Resampled!.Interval.High, 1e-12);
        Assert.Equal(forth.Resampled.TwoSidedP, back.Resampled.TwoSidedP, 1e-12);
        Assert.Equal(-forth.MatchedPairs.Z!.Value, back.MatchedPairs.Z!.Value, 1e-12);
        Assert.Equal(forth.MatchedPairs.PValue!.Value, back.MatchedPairs.PValue!.Value, 1e-12);
    }

    [Fact]
    public void A_system_that_is_better_throughout_is_significantly_better()
    {
        (ScoredSet good, ScoredSet bad) = Random(60);
        ResultComparison comparison = ResultComparison.Of(bad, good);

        Assert.True(comparison.Resampled!.Interval.High < 0);
        Assert.InRange(comparison.Resampled.TwoSidedP, 0, 0.01);
        Assert.InRange(comparison.MatchedPairs.PValue!.Value, 0, 0.01);
    }

    [Fact]
    public void Other_utterances_or_references_are_refused_by_name()
    {
        UserFault fault = Assert.Throws<UserFault>(() => ResultComparison.Of(
            First, Set("other", ("a", "one two", ""), ("b", "tree", ""), ("d", "", ""))));

        Assert.Equal(ExitCode.Data, fault.Code);
        Assert.Equal(
            [
                "other lacks 1 of the utterances (c) of first; both must have every utterance, without words where nothing was recognised",
                "first lacks 1 of the utterances (d) of other; both must have every utterance, without words where nothing was recognised",
                "other has other references than first for 1 of the utterances (b); score both against the same ones",
            ],
            fault.Problems);
    }

    [Fact]
    public void Empty_sets_are_equal()
    {
        ResultComparison comparison = ResultComparison.Of(Set("a"), Set("b"));

        Assert.Equal(0, comparison.Difference);
        Assert.Null(comparison.Resampled);
    }

    private static (ScoredSet Good, ScoredSet Bad) Random(int count)
    {
        Random random = new(3);
        string Spoilt(double share) =>
            string.Join(' ', Enumerable.Range(0, 12).Select(i => random.NextDouble() < share ? "x" : $"{(char)('a' + i)}"));
        const string Reference = "a b c d e f g h i j k l";
        return (
            Set("good", [.. Enumerable.Range(0, count).Select(i => ($"{i}", Reference, Spoilt(0.1)))]),
            Set("bad", [.. Enumerable.Range(0, count).Select(i => ($"{i}", Reference, Spoilt(0.2)))]));
    }

    private static ScoredSet Set(string name, params (string Id, string Reference, string Hypothesis)[] utterances) =>
        new(name, [.. utterances.Select(one => ScoredUtterance.Of(one.Id, null, one.Reference, one.Hypothesis))]);
}
