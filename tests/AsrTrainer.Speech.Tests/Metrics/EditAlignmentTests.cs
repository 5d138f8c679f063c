using AsrTrainer.Speech.Metrics;

namespace AsrTrainer.Speech.Tests.Metrics;

public sealed class EditAlignmentTests
{
    [Theory]
    [InlineData("", "", 0, 0, 0)]
    [InlineData("abc", "abc", 0, 0, 0)]
    [InlineData("abc", "", 0, 3, 0)]
    [InlineData("", "abc", 0, 0, 3)]
    [InlineData("abc", "axc", 1, 0, 0)]
    [InlineData("abc", "ac", 0, 1, 0)]
    [InlineData("ac", "abc", 0, 0, 1)]
    [InlineData("kitten", "sitting", 2, 0, 1)]
    [InlineData("saturday", "sunday", 1, 2, 0)]
    [InlineData("aaa", "aaaa", 0, 0, 1)]
    public void Counts_agree_with_alignments_made_by_hand(string reference, string hypothesis, long s, long d, long i)
    {
        ErrorCounts counts = EditAlignment.Count<char>(reference, hypothesis);

        Assert.Equal(new ErrorCounts(s, d, i, reference.Length), counts);
    }

    [Fact]
    public void Of_equally_short_alignments_the_one_with_more_matches_is_taken()
    {
        // Two substitutions would be as short, but match nothing.
        Assert.Equal(new ErrorCounts(0, 1, 1, 2), EditAlignment.Count<char>("ab", "ba"));
    }

    [Fact]
    public void Steps_carry_the_positions_in_both_sequences()
    {
        EditStep[] expected =
        [
            new(EditKind.Match, 0, 0),
            new(EditKind.Substitution, 1, 1),
            new(EditKind.Deletion, 2, 2),
            new(EditKind.Match, 3, 2),
            new(EditKind.Insertion, 4, 3),
        ];

        Assert.Equal(expected, EditAlignment.Align<char>("abcd", "axde"));
    }

    [Fact]
    public void Errors_are_the_fewest_that_any_alignment_has_and_matches_the_most()
    {
        foreach ((string reference, string hypothesis) in RandomPairs(400, longest: 6))
        {
            (int errors, int substitutions) = BruteForce(reference, hypothesis);
            ErrorCounts counts = EditAlignment.Count<char>(reference, hypothesis);

            Assert.Equal((errors, substitutions), ((int)counts.Errors, (int)counts.Substitutions));
        }
    }

    [Fact]
    public void Aligning_and_counting_agree_and_the_steps_rebuild_both_sequences()
    {
        foreach ((string reference, string hypothesis) in RandomPairs(400, longest: 25))
        {
            IReadOnlyList<EditStep> steps = EditAlignment.Align<char>(reference, hypothesis);

            Assert.Equal(EditAlignment.Count<char>(reference, hypothesis), Counts(steps, reference.Length));
            Assert.Equal(
                Enumerable.Range(0, reference.Length),
                steps.Where(step => step.Kind != EditKind.Insertion).Select(step => step.ReferenceIndex));
            Assert.Equal(
                Enumerable.Range(0, hypothesis.Length),
                steps.Where(step => step.Kind != EditKind.Deletion).Select(step => step.HypothesisIndex));
            Assert.All(
                steps.Where(step => step.Kind is EditKind.Match or EditKind.Substitution),
                step => Assert.Equal(step.Kind == EditKind.Match, reference[step.ReferenceIndex] == hypothesis[step.HypothesisIndex]));
        }
    }

    [Fact]
    public void Exchanging_the_sequences_exchanges_deletions_and_insertions_only()
    {
        foreach ((string reference, string hypothesis) in RandomPairs(400, longest: 25))
        {
            ErrorCounts forth = EditAlignment.Count<char>(reference, hypothesis);
            ErrorCounts back = EditAlignment.Count<char>(hypothesis, reference);

            Assert.Equal(new ErrorCounts(forth.Substitutions, forth.Insertions, forth.Deletions, hypothesis.Length), back);
        }
    }

    [Fact]
    public void The_distance_between_two_is_never_longer_than_by_way_of_a_third()
    {
        foreach ((string a, string b) in RandomPairs(200, longest: 12))
        {
            string c = new([.. a.Reverse()]);

            var detour = EditAlignment.Count<char>(a, c).Errors + EditAlignment.Count<char>(c, b).Errors;

            Assert.True(EditAlignment.Count<char>(a, b).Errors <= detour);
        }
    }

    private static ErrorCounts Counts(IReadOnlyList<EditStep> steps, int referenceLength) => new(
        steps.Count(s => s.Kind == EditKind.Substitution),
        steps.Count(s => s.Kind == EditKind.Deletion),
        steps.Count(s => s.Kind == EditKind.Insertion),
        referenceLength);

    /// <summary>Tries every alignment there is.</summary>
    private static (int Errors, int Substitutions) BruteForce(ReadOnlySpan<char> reference, ReadOnlySpan<char> hypothesis)
    {
        if (reference.IsEmpty || hypothesis.IsEmpty)
        {
            return (reference.Length + hypothesis.Length, 0);
        }
        (int errors, int substitutions) = BruteForce(reference[1..], hypothesis[1..]);
        int different = reference[0] == hypothesis[0] ? 0 : 1;
        (int Errors, int Substitutions) best = (errors + different, substitutions + different);
        (errors, substitutions) = BruteForce(reference[1..], hypothesis);
        best = Better(best, (errors + 1, substitutions));
        (errors, substitutions) = BruteForce(reference, hypothesis[1..]);
        return Better(best, (errors + 1, substitutions));
    }

    private static (int Errors, int Substitutions) Better((int Errors, int Substitutions) left, (int Errors, int Substitutions) right) =>
        right.CompareTo(left) < 0 ? right : left;

    private static IEnumerable<(string Reference, string Hypothesis)> RandomPairs(int count, int longest)
    {
        Random random = new(20240607);
        for (int i = 0; i < count; i++)
        {
            yield return (Word(random, longest), Word(random, longest));
        }
    }

    private static string Word(Random random, int longest) =>
        new([.. Enumerable.Range(0, random.Next(longest + 1)).Select(_ => "abc"[random.Next(3)])]);
}
