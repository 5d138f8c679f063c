using AsrTrainer.Speech.Audio;
using AsrTrainer.Speech.Randomness;

namespace AsrTrainer.Speech.Tests.Audio;

public sealed class SurroundingsTests
{
    private const int Rate = 16_000;
    private static readonly float[] Tone = Sine.Samples(440, Rate, Rate / 4);

    [Fact]
    public void What_was_recorded_is_still_there_with_silence_or_faint_noise_around_it()
    {
        int silent = 0, noisy = 0, untouched = 0;
        for (ulong i = 0; i < 400; i++)
        {
            var random = CounterRandom.For(1, i);
            var surrounded = Surroundings.Apply(Tone, Rate, 0.3, ref random);
            if (surrounded == Tone)
            {
                untouched++;
                continue;
            }

            Assert.InRange(surrounded.Length, Tone.Length, Tone.Length + (int)(0.6 * Rate));
            var start = Enumerable.Range(0, surrounded.Length - Tone.Length + 1)
                .MinBy(at => Distance(surrounded.AsSpan(at, Tone.Length)));
            Assert.InRange(start, 0, (int)(0.3 * Rate));
            var rest = surrounded[..start].Concat(surrounded[(start + Tone.Length)..]).ToArray();
            if (rest.All(sample => sample == 0))
            {
                silent++;
                Assert.Equal(Tone, surrounded[start..(start + Tone.Length)]);
            }
            else
            {
                noisy++;
                var level = 10 * Math.Log10(rest.Average(sample => (double)sample * sample));
                Assert.InRange(level, -91, -49);
            }
        }

        Assert.InRange(untouched, 70, 130);
        Assert.InRange(silent, 110, 190);
        Assert.InRange(noisy, 110, 190);
    }

    private static float Distance(ReadOnlySpan<float> samples)
    {
        var sum = 0f;
        for (var i = 0; i < samples.Length; i += 16)
        {
            sum += Math.Abs(samples[i] - Tone[i]);
        }

        return sum;
    }
}
