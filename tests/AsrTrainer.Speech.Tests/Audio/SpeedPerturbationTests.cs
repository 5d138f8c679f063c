using AsrTrainer.Speech.Audio;

namespace AsrTrainer.Speech.Tests.Audio;

public sealed class SpeedPerturbationTests
{
    [Theory]
    [InlineData(0.9)]
    [InlineData(1.1)]
    [InlineData(0.5)]
    [InlineData(2.0)]
    public void Time_shrinks_and_pitch_rises_by_the_factor(double factor)
    {
        var perturbed = SpeedPerturbation.Apply(Sine.Samples(500, 16_000, 32_000), factor);

        Assert.Equal((int)Math.Round(32_000 / factor), perturbed.Length);
        Assert.Equal(0.5, Sine.Measure(perturbed, 500 * factor, 16_000).Amplitude, tolerance: 1e-3);
        Assert.InRange(Sine.Measure(perturbed, 500, 16_000).Amplitude, 0, 0.01);
    }

    [Fact]
    public void A_factor_of_one_gives_back_the_same_samples()
    {
        float[] samples = [0.1f, 0.2f];

        Assert.Same(samples, SpeedPerturbation.Apply(samples, 1.0));
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.49)]
    [InlineData(2.01)]
    [InlineData(double.NaN)]
    public void Factors_beyond_half_and_twice_are_refused(double factor) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => SpeedPerturbation.Apply([0f], factor));
}
