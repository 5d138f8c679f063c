using AsrTrainer.Speech.Audio;

namespace AsrTrainer.Speech.Tests.Audio;

public sealed class NarrowBandTests
{
    private const int Rate = 16_000;

    [Theory]
    [InlineData(1000)]
    [InlineData(3001)]
    public void Sound_below_four_kilohertz_stays_where_it_was(double hertz)
    {
        var tone = Sine.Samples(hertz, Rate, Rate);
        var heard = NarrowBand.Apply(tone, Rate);

        Assert.Equal(tone.Length, heard.Length);
        var (amplitude, phase) = Sine.Measure(heard, hertz, Rate);
        var (was, began) = Sine.Measure(tone, hertz, Rate);
        Assert.Equal(was, amplitude, tolerance: 0.02);
        Assert.Equal(began, phase, tolerance: 0.02);
    }

    [Fact]
    public void Sound_above_four_kilohertz_is_gone() =>
        Assert.InRange(Sine.Measure(NarrowBand.Apply(Sine.Samples(5000, Rate, Rate), Rate), 5000, Rate).Amplitude, 0, 0.005);

    [Fact]
    public void It_is_what_a_file_of_8_kHz_gives()
    {
        using var audio = new TemporaryAudio();
        float[] speech = [.. Sine.Samples(700, Rate, Rate / 2), .. Sine.Samples(2900, Rate, Rate / 2)];
        var narrow = Resampler.Resample(speech, Rate, 8000);
        var path = audio.Write("narrow.wav", WavBytes.File(WavBytes.Float32(narrow), 8000, 1, 32, WavBytes.Float));

        Assert.Equal(AudioFile.ReadMono(path, Rate).Samples, NarrowBand.Apply(speech, Rate));
    }
}
