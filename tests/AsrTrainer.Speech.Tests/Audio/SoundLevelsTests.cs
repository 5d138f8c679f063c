using AsrTrainer.Speech.Audio;

namespace AsrTrainer.Speech.Tests.Audio;

public sealed class SoundLevelsTests
{
    [Fact]
    public void The_level_is_the_mean_power_of_each_ten_milliseconds()
    {
        float[] samples = [.. Enumerable.Repeat(1f, 80), .. Enumerable.Repeat(-0.1f, 80), .. Enumerable.Repeat(0f, 80), .. Enumerable.Repeat(0.5f, 40)];
        var levels = SoundLevels.Of(new AudioSignal(samples, 8000));

        Assert.Equal(4, levels.Count);
        Assert.Equal(0, levels[0], 1e-4);
        Assert.Equal(-20, levels[1], 1e-4);
        Assert.Equal(-100, levels[2], 1e-4);
        Assert.Equal(-6.0206, levels[3], 1e-4);
    }

    [Fact]
    public void Samples_may_come_in_any_portions()
    {
        float[] samples = [.. Enumerable.Range(0, 1000).Select(i => MathF.Sin(i * i))];
        var portions = new SoundLevels(16_000);
        for (var start = 0; start < samples.Length; start += 37)
        {
            portions.Add(samples.AsSpan(start, Math.Min(37, samples.Length - start)));
        }

        var whole = SoundLevels.Of(new AudioSignal(samples, 16_000));

        Assert.Equal(7, whole.Count);
        Assert.Equal(whole.Count, portions.Count);
        Assert.All(Enumerable.Range(0, 7), block => Assert.Equal(whole[block], portions[block]));
    }

    [Fact]
    public void Blocks_and_seconds_are_of_whole_samples()
    {
        // 220 samples a block.
        var levels = SoundLevels.Of(new AudioSignal(new float[500], 22_050));

        Assert.Equal(3, levels.Count);
        Assert.Equal(220 / 22_050.0, levels.Seconds(1));
        Assert.Equal(500 / 22_050.0, levels.Seconds(3));
        Assert.Equal(1, levels.BlockAt(300 / 22_050.0));
        Assert.Equal(2, levels.BlockAt(331 / 22_050.0));
        Assert.Equal(3, levels.BlockAt(99));
    }

    [Fact]
    public void A_quantile_is_a_level_that_occurs()
    {
        var levels = new SoundLevels(100);
        levels.Add([1f, 0.1f, 0.01f, 0f]);

        Assert.Equal(-100, levels.Quantile(0), 1e-3);
        Assert.Equal(-40, levels.Quantile(0.5), 1e-3);
        Assert.Equal(0, levels.Quantile(1), 1e-3);
        Assert.Equal(SoundLevels.Silence, new SoundLevels(100).Quantile(0.5));
    }
}
