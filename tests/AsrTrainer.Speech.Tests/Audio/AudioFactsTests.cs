using AsrTrainer.Speech.Audio;
using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Speech.Tests.Audio;

public sealed class AudioFactsTests : IDisposable
{
    private readonly TemporaryAudio audio = new();

    public void Dispose() => audio.Dispose();

    [Fact]
    public void Rate_channels_length_amplitude_and_clipping_are_those_of_the_samples()
    {
        // Left channel first: 2 of 8 samples at full scale, the extremes 1 and -0.5.
        float[] samples = [0, 0.5f, 1, 0.25f, -0.5f, 0.9989f, 0.9991f, 0];
        var path = audio.Write("a.wav", WavBytes.File(WavBytes.Float32(samples), 22_050, channels: 2, bits: 32, WavBytes.Float));

        var facts = AudioFile.Examine(path);

        Assert.Equal((22_050, 2, 4L), (facts.SampleRate, facts.Channels, facts.Frames));
        Assert.Equal(0.75f, facts.Amplitude);
        Assert.Equal(0.25f, facts.ClippedShare);
        Assert.Equal(20 * Math.Log10(0.75), facts.Dbfs, 1e-9);
        Assert.Equal(4 / 22_050.0, facts.Seconds);
    }

    [Fact]
    public void A_constant_offset_is_no_sound()
    {
        var path = audio.Write("a.wav", WavBytes.File(WavBytes.Int16(Enumerable.Repeat(0.5, 100)), 16_000, 1, 16));

        Assert.Equal(double.NegativeInfinity, AudioFile.Examine(path).Dbfs);
    }

    [Fact]
    public void The_same_sound_has_one_hash_whatever_file_holds_it()
    {
        var flac = audio.Write("a.flac", TemporaryAudio.Flac());
        var signal = AudioFile.ReadMono(flac);
        var wav = audio.Write("a.wav", WavBytes.File(
            [.. signal.Samples.SelectMany(sample => WavBytes.UInt16((ushort)(short)(sample * 32768)))], signal.SampleRate, 1, 16));
        var other = audio.Write("b.wav", WavBytes.File(
            [.. signal.Samples.Skip(1).SelectMany(sample => WavBytes.UInt16((ushort)(short)(sample * 32768)))], signal.SampleRate, 1, 16));

        Assert.Equal(AudioFile.Examine(flac), AudioFile.Examine(wav));
        Assert.NotEqual(AudioFile.Examine(flac).SampleHash, AudioFile.Examine(other).SampleHash);
    }

    [Fact]
    public void A_file_of_many_blocks_is_measured_whole()
    {
        var samples = Sine.Samples(440, 16_000, 200_000, amplitude: 0.25);
        samples[^1] = 1;
        var path = audio.Write("a.wav", WavBytes.File(WavBytes.Float32(samples), 16_000, 1, 32, WavBytes.Float));

        var facts = AudioFile.Examine(path);

        Assert.Equal(200_000, facts.Frames);
        Assert.Equal(0.625f, facts.Amplitude, 1e-4f);
        Assert.Equal(1 / 200_000f, facts.ClippedShare);
    }

    [Fact]
    public void What_cannot_be_read_is_the_same_fault_as_in_reading()
    {
        var flac = TemporaryAudio.Flac();
        string[] paths =
        [
            audio.Write("cut.flac", flac[..(flac.Length / 2)]),
            audio.Write("text.wav", "no audio"u8.ToArray()),
            audio.Write("nan.wav", WavBytes.File(WavBytes.Float32(0, float.NaN), 16_000, 1, 32, WavBytes.Float)),
            audio.Write("empty.wav", []),
            audio.Write("none.wav", WavBytes.File([], 16_000, 1, 16)),
        ];
        Assert.All(paths, path => Assert.Equal(
            Assert.Throws<UserFault>(() => AudioFile.ReadMono(path)).Message,
            Assert.Throws<UserFault>(() => AudioFile.Examine(path)).Message));
        Assert.Equal(
            [false, false, false, true, true],
            paths.Select(path => AudioFile.IsEmpty(Assert.Throws<UserFault>(() => AudioFile.Examine(path)))));
    }
}
