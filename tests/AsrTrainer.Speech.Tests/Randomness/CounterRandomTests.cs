using AsrTrainer.Speech.Randomness;

namespace AsrTrainer.Speech.Tests.Randomness;

public sealed class CounterRandomTests
{
    [Fact]
    public void The_same_seed_and_key_give_the_same_numbers_in_whatever_order_they_are_asked()
    {
        var first = CounterRandom.For(7, 1, 2, 3);
        var other = CounterRandom.For(7, 1, 2, 4);
        var again = CounterRandom.For(7, 1, 2, 3);

        var expected = Enumerable.Range(0, 10).Select(_ => first.NextUInt32()).ToArray();
        other.NextUInt32();
        var found = Enumerable.Range(0, 10).Select(_ => again.NextUInt32()).ToArray();

        Assert.Equal(expected, found);
    }

    /// <summary>Runs are repeated by these numbers: whatever changes them makes every earlier run unrepeatable.</summary>
    [Fact]
    public void The_numbers_never_change_from_version_to_version()
    {
        var random = CounterRandom.For(42, (ulong)RandomPurpose.Order, 0);

        var found = Enumerable.Range(0, 6).Select(_ => random.NextUInt32()).ToArray();

        Assert.Equal([929842253, 2747885547, 2213417203, 3424495643, 1573087604, 2838137263], found);
    }

    [Fact]
    public void Keys_that_differ_in_any_word_or_in_their_length_share_nothing()
    {
        ulong[][] keys =
        [
            [], [0], [0, 0], [0, 0, 0], [1], [0, 1], [1, 0], [1, 1], [2], [1, 2], [2, 1], [1UL << 32], [0, 1UL << 32], [ulong.MaxValue],
        ];
        var seen = new HashSet<uint>();
        foreach (var seed in new ulong[] { 0, 1, 1UL << 32 })
        {
            foreach (var key in keys)
            {
                var random = CounterRandom.For(seed, key);
                for (var i = 0; i < 16; i++)
                {
                    // 672 words of 32 bits: a collision by chance would be one in 19,000, and the numbers are fixed.
                    Assert.True(seen.Add(random.NextUInt32()), $"seed {seed}, key [{string.Join(", ", key)}], number {i} was seen before");
                }
            }
        }
    }

    [Fact]
    public void A_copy_repeats_the_numbers_of_the_original()
    {
        var original = CounterRandom.For(1);
        original.NextUInt32();
        var copy = original;

        Assert.Equal(original.NextDouble(), copy.NextDouble());
    }

    [Fact]
    public void Doubles_lie_in_the_unit_interval_with_the_moments_of_the_uniform_distribution()
    {
        var random = CounterRandom.For(3, 1);
        var values = Enumerable.Range(0, 100_000).Select(_ => random.NextDouble()).ToArray();

        Assert.All(values, value => Assert.InRange(value, 0.0, Math.BitDecrement(1.0)));

        // Standard errors are 0.0009 and 0.0002: five of them.
        Assert.InRange(values.Average(), 0.4954, 0.5046);
        Assert.InRange(values.Average(value => (value - 0.5) * (value - 0.5)), (1 / 12.0) - 0.0012, (1 / 12.0) + 0.0012);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(6)]
    [InlineData(7)]
    public void Whole_numbers_below_a_bound_are_equally_likely(int bound)
    {
        var random = CounterRandom.For(5, (ulong)bound);
        var counts = new int[bound];
        const int Draws = 70_000;
        for (var i = 0; i < Draws; i++)
        {
            counts[random.NextInt(bound)]++;
        }

        var expected = (double)Draws / bound;
        Assert.All(counts, count => Assert.InRange(count, expected - (5 * Math.Sqrt(expected)), expected + (5 * Math.Sqrt(expected))));
    }

    /// <summary>A remainder of 32 bits by 3 × 2^30 would make the lowest third of the numbers twice as likely as the rest.</summary>
    [Fact]
    public void A_large_bound_has_no_bias()
    {
        const int Third = 1 << 29;
        var random = CounterRandom.For(9);
        var low = Enumerable.Range(0, 30_000).Count(_ => random.NextInt(3 * Third) < Third);

        Assert.InRange(low, 10_000 - 410, 10_000 + 410);
    }

    [Fact]
    public void Whole_numbers_between_bounds_reach_both_ends_and_no_further()
    {
        var random = CounterRandom.For(11);
        var values = Enumerable.Range(0, 1000).Select(_ => random.NextInt(-2, 3)).ToArray();

        Assert.Equal([-2, -1, 0, 1, 2], values.Distinct().Order());
    }

    [Fact]
    public void The_widest_interval_does_not_overflow()
    {
        var random = CounterRandom.For(13);
        var values = Enumerable.Range(0, 100).Select(_ => random.NextInt(int.MinValue, int.MaxValue)).ToArray();

        Assert.Contains(values, value => value < -(1 << 30));
        Assert.Contains(values, value => value > 1 << 30);
    }

    [Fact]
    public void Empty_intervals_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => CounterRandom.For(0).NextInt(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => CounterRandom.For(0).NextInt(3, 3));
    }

    [Fact]
    public void Shuffling_gives_every_order_equally_often()
    {
        var counts = new Dictionary<string, int>();
        const int Draws = 24_000;
        for (var i = 0; i < Draws; i++)
        {
            char[] letters = ['a', 'b', 'c', 'd'];
            CounterRandom.For(17, (ulong)i).Shuffle<char>(letters);
            counts[new string(letters)] = counts.GetValueOrDefault(new string(letters)) + 1;
        }

        Assert.Equal(24, counts.Count);
        Assert.All(counts.Values, count => Assert.InRange(count, 1000 - 160, 1000 + 160));
    }
}
