using AsrTrainer.Speech.Metrics;

namespace AsrTrainer.Speech.Tests.Metrics;

public sealed class ScoredSetTests
{
    private static readonly ScoredSet Set = new("set",
    [
        ScoredUtterance.Of("2-a", "2", "one two three four", "one too three") with { Seconds = 2 },
        ScoredUtterance.Of("1-b", "1", "yes", "yes") with { Seconds = 2.5 },
        ScoredUtterance.Of("1-c", "1", "no way", "know way oh") with { Seconds = 31 },
        ScoredUtterance.Of("2-d", "2", "", "oh") with { Seconds = 1 },
        ScoredUtterance.Of("2-e", "2", "two four", "") with { Seconds = 5 },
        ScoredUtterance.Of("1-f", "1", "", "") with { Seconds = 0.5 },
    ]);

    [Fact]
    public void Counts_are_sums_and_an_utterance_with_any_error_is_wrong()
    {
        Assert.Equal(new ErrorCounts(2, 3, 2, 9), Set.Words);
        Assert.Equal(4, Set.SentenceErrors);
        Assert.Equal(4.0 / 6, Set.SentenceErrorRate);
        Assert.Equal(42, Set.Seconds);
    }

    [Fact]
    public void An_empty_reference_makes_every_recognised_word_an_insertion()
    {
        Assert.Equal(new ErrorCounts(0, 0, 1, 0), Set.Utterances[3].Words);
        Assert.True(Set.Utterances[3].IsWrong);
        Assert.False(Set.Utterances[5].IsWrong);
    }

    [Fact]
    public void An_empty_hypothesis_loses_every_word()
    {
        Assert.Equal(new ErrorCounts(0, 2, 0, 2), Set.Utterances[4].Words);
        Assert.Equal(new ErrorCounts(0, 8, 0, 8), Set.Utterances[4].Characters);
    }

    [Fact]
    public void An_empty_set_has_no_errors_no_intervals_and_no_groups()
    {
        ScoreAnalysis analysis = ScoreAnalysis.Of(new ScoredSet("none", []));

        Assert.Equal((0, 0, 0), (analysis.Set.Words.Rate, analysis.Set.Characters.Rate, analysis.Set.SentenceErrorRate));
        Assert.Equal([null, null, null], (RateInterval?[])[analysis.Words, analysis.Characters, analysis.Sentences]);
        Assert.Empty(analysis.Speakers);
        Assert.Empty(analysis.ByWords);
        Assert.Empty(analysis.BySeconds);
        Assert.Empty(analysis.Confusions.Substitutions);
        Assert.Empty(analysis.Set.Worst(5));
    }

    [Fact]
    public void The_worst_have_most_errors_and_of_equals_the_highest_rate_comes_first()
    {
        Assert.Equal(["1-c", "2-e", "2-a", "2-d"], Set.Worst(9).Select(one => one.Id).ToArray());
        Assert.Equal(["1-c"], Set.Worst(1).Select(one => one.Id));
    }

    [Fact]
    public void Speakers_are_scored_one_by_one()
    {
        Assert.Equal(
            [("1", 3, new ErrorCounts(1, 0, 1, 3)), ("2", 3, new ErrorCounts(1, 3, 1, 6))],
            ErrorGroups.BySpeaker(Set).Select(one => (one.Name, one.Utterances.Count, one.Words)));
        Assert.Empty(ErrorGroups.BySpeaker(new ScoredSet("set", [.. Set.Utterances, ScoredUtterance.Of("x", null, "", "")])));
    }

    [Fact]
    public void Lengths_fall_into_groups_whose_upper_limit_belongs_to_them()
    {
        Assert.Equal(
            [("0", 2), ("1-2", 3), ("3-5", 1)], ErrorGroups.ByWords(Set).Select(one => (one.Name, one.Utterances.Count)));
        Assert.Equal(
            [("0-2", 3), ("2-5", 2), ("30+", 1)], ErrorGroups.BySeconds(Set).Select(one => (one.Name, one.Utterances.Count)));
        Assert.Empty(ErrorGroups.BySeconds(new ScoredSet("set", [ScoredUtterance.Of("x", null, "a", "a")])));

        ScoredUtterance Long(int words) => ScoredUtterance.Of($"{words}", null, string.Join(' ', Enumerable.Repeat("w", words)), "");
        Assert.Equal(
            ["6-10", "11-20", "21-40", "41+"],
            ErrorGroups.ByWords(new ScoredSet("set", [Long(41), Long(40), Long(20), Long(10)])).Select(one => one.Name));
    }

    [Fact]
    public void Confusions_are_those_of_the_alignments_the_most_frequent_first()
    {
        Confusions confusions = Confusions.Of(
            [.. Set.Utterances, ScoredUtterance.Of("g", null, "no two", "know two oh"), ScoredUtterance.Of("h", null, "four", "")]);

        Assert.Equal([new("no", "know", 2), new("two", "too", 1)], confusions.Substitutions);
        Assert.Equal([new("four", "", 3), new("two", "", 1)], confusions.Deletions);
        Assert.Equal([new("", "oh", 3)], confusions.Insertions);
    }

    [Fact]
    public void Confusions_of_random_texts_come_to_their_counts()
    {
        Random random = new(11);
        string Text() => string.Join(' ', Enumerable.Range(0, random.Next(9)).Select(_ => "abc"[random.Next(3)]));
        ScoredSet set = new("random", [.. Enumerable.Range(0, 300).Select(i => ScoredUtterance.Of($"{i}", null, Text(), Text()))]);

        Confusions confusions = Confusions.Of(set.Utterances);

        Assert.Equal(set.Words.Substitutions, confusions.Substitutions.Sum(one => one.Count));
        Assert.Equal(set.Words.Deletions, confusions.Deletions.Sum(one => one.Count));
        Assert.Equal(set.Words.Insertions, confusions.Insertions.Sum(one => one.Count));
        Assert.Equal(6, confusions.Substitutions.Count);
        Assert.Equal(confusions.Insertions.OrderByDescending(one => one.Count), confusions.Insertions);
    }

    [Fact]
    public void Intervals_hold_the_rates()
    {
        ScoreAnalysis analysis = ScoreAnalysis.Of(Set);

        Assert.InRange(Set.Words.Rate, analysis.Words!.Value.Low, analysis.Words.Value.High);
        Assert.InRange(Set.Characters.Rate, analysis.Characters!.Value.Low, analysis.Characters.Value.High);
        Assert.InRange(Set.SentenceErrorRate, analysis.Sentences!.Value.Low, analysis.Sentences.Value.High);
        Assert.Equal((6, false), (analysis.Sampling.Units, analysis.Sampling.IsOverSpeakers));
    }
}
