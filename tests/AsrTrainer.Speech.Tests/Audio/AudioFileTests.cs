using AsrTrainer.Speech.Audio;

namespace AsrTrainer.Speech.Tests.Audio;

public sealed class AudioFileTests : IDisposable
{
    private readonly TemporaryAudio audio = new();

    public void Dispose() => audio.Dispose();

    [Fact]
    public void Sixteen_bit_samples_are_divided_by_full_scale()
    {
        byte[] samples = [0x00, 0x00, 0xFF, 0x7F, 0x00, 0x80, 0x00, 0x40]; // 0, 32767, -32768, 16384
        var path = audio.Write("a.wav", WavBytes.File(samples, 16_000, channels: 1, bits: 16));

        var signal = AudioFile.ReadMono(path);

        Assert.Equal([0f, 32767 / 32768f, -1f, 0.5f], signal.Samples);
        Assert.Equal(16_000, signal.SampleRate);
        Assert.Equal(new AudioFileHeader(16_000, 1, 4), AudioFile.ReadHeader(path));
    }

    [Fact]
    public void Eight_and_twenty_four_bits_and_floats_give_the_same_sound()
    {
        double[] wave = [0, 0.25, 0.5, -0.5, -0.25];
        var expected = wave.Select(sample => (float)sample).ToArray();

        var eight = AudioFile.ReadMono(audio.Write("8.wav", WavBytes.File(WavBytes.UInt8(wave), 16_000, 1, 8)));
        var twentyFour = AudioFile.ReadMono(audio.Write("24.wav", WavBytes.File(WavBytes.Int24(wave), 16_000, 1, 24)));
        var floats = AudioFile.ReadMono(audio.Write("f.wav", WavBytes.File(WavBytes.Float32(expected), 16_000, 1, 32, WavBytes.Float)));

        Assert.Equal(expected, floats.Samples);
        AssertClose(expected, twentyFour.Samples, tolerance: 2e-7);
        AssertClose(expected, eight.Samples, tolerance: 1.0 / 127);
    }

    [Fact]
    public void Channels_are_averaged()
    {
        float[] interleaved = [1f, 0f, 0.5f, -0.5f, 0.25f, 0.75f];
        var path = audio.Write("a.wav", WavBytes.File(WavBytes.Float32(interleaved), 44_100, 2, 32, WavBytes.Float));

        Assert.Equal([0.5f, 0f, 0.5f], AudioFile.ReadMono(path).Samples);
        Assert.Equal(new AudioFileHeader(44_100, 2, 3), AudioFile.ReadHeader(path));
    }

    /// <summary>Three channels do not divide the block in which files are decoded.</summary>
    [Fact]
    public void Many_channels_over_many_blocks_stay_in_step()
    {
        var frames = 100_000;
        var interleaved = Enumerable.Range(0, frames).SelectMany(n => new[] { n % 100 / 100f, n % 100 / 100f, n % 100 / 100f });
        var path = audio.Write("a.wav", WavBytes.File(WavBytes.Float32(interleaved), 16_000, 3, 32, WavBytes.Float));

        AssertClose([.. Enumerable.Range(0, frames).Select(n => n % 100 / 100f)], AudioFile.ReadMono(path).Samples, 1e-6);
    }

    [Theory]
    [InlineData(8_000)]
    [InlineData(11_025)]
    [InlineData(44_100)]
    [InlineData(48_000)]
    [InlineData(192_000)]
    public void Any_rate_is_brought_to_the_one_asked_for(int sampleRate)
    {
        var wave = Sine.Samples(440, sampleRate, sampleRate);
        var path = audio.Write("a.wav", WavBytes.File(WavBytes.Int16(wave.Select(x => (double)x)), sampleRate, 1, 16));

        var signal = AudioFile.ReadMono(path, 16_000);

        Assert.Equal(16_000, signal.SampleRate);
        Assert.Equal(16_000, signal.Samples.Length);
        Assert.Equal(1.0, signal.Seconds);
        Assert.Equal(0.5, Sine.Measure(signal.Samples, 440, 16_000).Amplitude, tolerance: 0.001);
    }

    [Fact]
    public void The_rate_of_the_file_is_read_without_resampling()
    {
        var path = audio.Write("a.wav", WavBytes.File(WavBytes.Int16(0.1, 0.2), 16_000, 1, 16));

        Assert.Equal(AudioFile.ReadMono(path).Samples, AudioFile.ReadMono(path, 16_000).Samples);
    }

    [Fact]
    public void Flac_is_read_whole()
    {
        var path = audio.Write("a.flac", TemporaryAudio.Flac());

        var header = AudioFile.ReadHeader(path);
        var signal = AudioFile.ReadMono(path);

        Assert.Equal(16_000, header.SampleRate);
        Assert.Equal(1, header.Channels);
        Assert.Equal(header.Frames, signal.Samples.Length);
        Assert.Equal(header.Seconds, signal.Seconds);
        Assert.InRange(signal.Samples.Max(), 0.05f, 1f);
    }

    [Fact]
    public void Flac_that_does_not_state_its_length_is_counted()
    {
        var whole = TemporaryAudio.Flac();
        var frames = AudioFile.ReadHeader(audio.Write("whole.flac", whole)).Frames;

        // STREAMINFO follows "fLaC" and 4 bytes; the number of frames is the 36 bits before the 16 bytes of its checksum.
        var streamed = (byte[])whole.Clone();
        streamed[21] &= 0xF0;
        streamed.AsSpan(22, 4).Clear();
        var path = audio.Write("streamed.flac", streamed);

        Assert.Equal(frames, AudioFile.ReadHeader(path).Frames);
        Assert.Equal(frames, AudioFile.ReadMono(path).Samples.Length);
    }

    [Theory]
    [InlineData(0xFFFFFFFF, 0xFFFFFFFF)] // FFmpeg into a pipe
    [InlineData(0x7FFFF000, 0x7FFFF024)] // SoX into a pipe
    [InlineData(0, 0)] // recorders that were stopped before they could fill in the sizes
    [InlineData(0, 36)]
    [InlineData(0, 8)]
    public void Wav_that_does_not_state_its_length_is_read_to_its_end(uint declaredBytes, uint riffBytes)
    {
        var wave = Sine.Samples(300, 8_000, 1000);
        var path = audio.Write(
            "a.wav", WavBytes.File(WavBytes.Float32(wave), 8_000, 1, 32, WavBytes.Float, declaredBytes, riffBytes));

        Assert.Equal(1000, AudioFile.ReadHeader(path).Frames);
        Assert.Equal(wave, AudioFile.ReadMono(path).Samples);
        Assert.Single(Directory.GetFiles(audio.Folder));
    }

    [Fact]
    public void Mp3_is_read()
    {
        var blocks = Enumerable.Repeat(MpegBytes.Block(5), 50).SelectMany(block => block);
        var path = audio.Write("a.mp3", [.. blocks]);

        var header = AudioFile.ReadHeader(path);

        Assert.Equal(MpegBytes.SampleRate, header.SampleRate);
        Assert.InRange(header.Frames, 48 * MpegBytes.FramesPerBlock, 50 * MpegBytes.FramesPerBlock);
        Assert.InRange(AudioFile.ReadMono(path).Samples.Length, 48 * MpegBytes.FramesPerBlock, header.Frames);
    }

    [Fact]
    public void A_name_beyond_ascii_is_found()
    {
        var path = audio.Write("\u00FCbung \u2019\u4F60\u597D\u2019.wav", WavBytes.File(WavBytes.Int16(0.1), 16_000, 1, 16));

        Assert.Equal(1, AudioFile.ReadHeader(path).Frames);
    }

    [Fact]
    public void Several_threads_read_at_once()
    {
        var path = audio.Write("a.flac", TemporaryAudio.Flac());
        var expected = AudioFile.ReadMono(path, 8_000).Samples;

        Parallel.For(0, 16, _ => Assert.Equal(expected, AudioFile.ReadMono(path, 8_000).Samples));
    }

    private static void AssertClose(float[] expected, float[] found, double tolerance)
    {
        Assert.Equal(expected.Length, found.Length);
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, tolerance));
    }
}
