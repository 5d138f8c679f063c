using AsrTrainer.Speech.Audio;

namespace AsrTrainer.Speech.Tests.Audio;

public sealed class ResamplerTests
{
    [Theory]
    [InlineData(44_100, 16_000)]
    [InlineData(48_000, 16_000)]
    [InlineData(8_000, 16_000)]
    [InlineData(22_050, 16_000)]
    [InlineData(16_000, 8_000)]
    public void A_sine_keeps_its_frequency_amplitude_and_place(int fromRate, int toRate)
    {
        var resampled = Resampler.Resample(Sine.Samples(1000, fromRate, fromRate), fromRate, toRate);

        var (amplitude, phase) = Sine.Measure(resampled, 1000, toRate);
        var (elsewhere, _) = Sine.Measure(resampled, 1010, toRate);

        Assert.Equal(0.5, amplitude, tolerance: 1e-4);
        Assert.Equal(0, phase, tolerance: 1e-4);
        Assert.InRange(elsewhere, 0, 1e-3);
    }

    [Fact]
    public void What_the_lower_rate_cannot_hold_is_removed_and_not_folded_down()
    {
        // 11 kHz is above half of 16 kHz and would come back at 5 kHz.
        var resampled = Resampler.Resample(Sine.Samples(11_000, 44_100, 44_100), 44_100, 16_000);

        Assert.All(resampled[1000..^1000], sample => Assert.InRange(sample, -1e-4f, 1e-4f));
    }

    [Fact]
    public void A_constant_stays_what_it_is()
    {
        var resampled = Resampler.Resample(Enumerable.Repeat(0.25f, 44_100).ToArray(), 44_100, 16_000);

        Assert.All(resampled[500..^500], sample => Assert.Equal(0.25, sample, tolerance: 1e-5));
    }

    [Fact]
    public void The_length_is_that_of_the_same_time_at_the_other_rate()
    {
        double[] rates = [8_000, 11_025, 16_000, 22_050, 44_100, 48_000, 0.9, 1.1, 1.0];
        var pairs = rates.SelectMany(from => rates.Select(to => (from, to)));
        foreach (var (from, to) in pairs.Where(pair => pair.from / pair.to is < 250 and > 0.004))
        {
            foreach (var count in new[] { 0, 1, 2, 3, 100, 159, 1601 })
            {
                Assert.Equal(
                    (int)Math.Round(count * to / from, MidpointRounding.AwayFromZero),
                    Resampler.Resample(new float[count], from, to).Length);
            }
        }
    }

    /// <summary>Long enough for several blocks, and loud to its very end.</summary>
    [Fact]
    public void Nothing_is_lost_between_blocks_or_at_the_end()
    {
        var resampled = Resampler.Resample(Sine.Samples(100, 16_000, 200_000), 16_000, 48_000);
        var expected = Sine.Samples(100, 48_000, 600_000);

        Assert.Equal(600_000, resampled.Length);
        for (var i = 1000; i < 599_000; i++)
        {
            Assert.Equal(expected[i], resampled[i], tolerance: 1e-4);
        }

        Assert.InRange(resampled[^100..].Max(Math.Abs), 0.2f, 1f);
    }

    [Fact]
    public void The_same_input_gives_the_same_bits()
    {
        var wave = Sine.Samples(440, 44_100, 100_000);

        Assert.Equal(Resampler.Resample(wave, 44_100, 16_000), Resampler.Resample(wave, 44_100, 16_000));
    }

    [Fact]
    public void The_same_rate_is_a_copy()
    {
        float[] wave = [1f, 2f];

        var copy = Resampler.Resample(wave, 16_000, 16_000);

        Assert.Equal(wave, copy);
        Assert.NotSame(wave, copy);
    }

    [Theory]
    [InlineData(0, 16_000)]
    [InlineData(16_000, -1)]
    [InlineData(1, 1000)]
    [InlineData(double.NaN, 16_000)]
    [InlineData(double.PositiveInfinity, 16_000)]
    public void Rates_that_make_no_sense_are_refused(double from, double to) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Resampler.Resample([1f], from, to));

    [Theory]
    [InlineData(44_100, 16_000, 1000)]
    [InlineData(8_000, 16_000, 1)]
    [InlineData(96_000, 16_000, 65_536)]
    [InlineData(22_050, 16_000, 70_001)]
    public void Samples_that_come_in_blocks_are_resampled_as_those_that_come_at_once(int fromRate, int toRate, int blockSamples)
    {
        var samples = Sine.Samples(440, fromRate, Math.Min(100_000, 3000 * blockSamples));

        var resampled = Resampler.Resample(samples.Chunk(blockSamples).Select(block => new ReadOnlyMemory<float>(block)), fromRate, toRate)
            .SelectMany(block => block.ToArray());

        Assert.Equal(Resampler.Resample(samples, fromRate, toRate), resampled);
    }
}
