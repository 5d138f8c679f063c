using AsrTrainer.Speech.Audio;

namespace AsrTrainer.Speech.Tests.Audio;

public sealed class UpperBandTests
{
    private const int Rate = 16_000;

    [Fact]
    public void What_lies_below_the_upper_half_stays_as_it_is()
    {
        var tone = Sine.Samples(1000, Rate, Rate);

        var filled = Filled(tone, tone.Length);

        Assert.Equal(tone.Length, filled.Length);
        // A tone that begins at once has sound of every frequency there.
        Assert.All(filled.Zip(tone).Skip(200).SkipLast(200), pair => Assert.Equal(pair.Second, pair.First, tolerance: 0.01f));
    }

    [Fact]
    public void The_missing_band_sounds_where_the_upper_half_does_and_the_rest_stays()
    {
        // Noise between 2.5 and 3.5 kHz for a tenth of a second in the middle.
        var random = new Random(1);
        var sound = new float[Rate];
        for (var tone = 0; tone < 40; tone++)
        {
            var (hertz, phase) = (2500 + (1000 * random.NextDouble()), random.NextDouble());
            for (var i = 7200; i < 8800; i++)
            {
                sound[i] += (float)(0.02 * Math.Sin(2 * Math.PI * ((hertz * i / Rate) + phase)));
            }
        }

        var filled = Filled(sound, Rate);
        var added = filled.Zip(sound, (after, before) => (double)after - before).ToArray();
        double Power(int from, int to) => added[from..to].Sum(sample => sample * sample);

        Assert.True(Power(7200, 8800) > 0.05 * sound.Sum(sample => sample * sample));
        Assert.True(Power(0, 7000) + Power(9000, Rate) < 1e-4 * Power(7200, 8800));
        Assert.True(PowerBelow(added, 3500) < 0.01 * PowerBelow(added, 8000));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(4096)]
    public void The_size_of_blocks_does_not_matter(int blockSamples)
    {
        var random = new Random(2);
        float[] noise = [.. Enumerable.Range(0, 5000).Select(_ => (float)random.NextDouble() - 0.5f)];

        Assert.Equal(Filled(noise, noise.Length), Filled(noise, blockSamples));
    }

    private static float[] Filled(float[] samples, int blockSamples) =>
    [
        .. UpperBand.Fill(samples.Chunk(blockSamples).Select(block => new ReadOnlyMemory<float>(block)), Rate, 4000)
            .SelectMany(block => block.ToArray()),
    ];

    // By the definition of the Fourier transform, every 50 Hz, over the burst.
    private static double PowerBelow(double[] samples, double limit)
    {
        double power = 0;
        for (var hertz = 50.0; hertz < limit; hertz += 50)
        {
            double real = 0, imaginary = 0;
            for (var i = 7000; i < 9000; i++)
            {
                real += samples[i] * Math.Cos(2 * Math.PI * hertz * i / Rate);
                imaginary += samples[i] * Math.Sin(2 * Math.PI * hertz * i / Rate);
            }

            power += (real * real) + (imaginary * imaginary);
        }

        return power;
    }
}
