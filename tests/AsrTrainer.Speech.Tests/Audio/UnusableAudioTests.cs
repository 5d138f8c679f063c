using AsrTrainer.Speech.Audio;
using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Speech.Tests.Audio;

/// <summary>Every file that cannot be used: what is said of it, exactly. FILE stands for the path.</summary>
public sealed class UnusableAudioTests : IDisposable
{
    private readonly TemporaryAudio audio = new();

    public void Dispose() => audio.Dispose();

    [Fact]
    public void A_missing_file() => AssertRefused(audio.PathOf("none.wav"), "audio file \"FILE\" does not exist; check the path");

    [Fact]
    public void A_file_in_a_missing_folder() =>
        AssertRefused(audio.PathOf("no/none.wav"), "audio file \"FILE\" does not exist; check the path");

    [Fact]
    public void A_folder() => AssertRefused(audio.Folder, "\"FILE\" is a folder, not an audio file; give a file in it");

    [Fact]
    public void A_file_of_no_bytes() =>
        AssertRefused(audio.Write("a.wav", []), "audio file \"FILE\" is empty (0 bytes); replace it or leave it out");

    [Fact]
    public void A_device()
    {
        var link = audio.PathOf("a.wav");
        File.CreateSymbolicLink(link, "/dev/zero");

        AssertRefused(link, "audio file \"FILE\" cannot be opened: it is a pipe or a device, and a file is needed here");
    }

    [Theory]
    [InlineData("a.wav")]
    [InlineData("a.flac")]
    [InlineData("a.mp3")]
    public void A_text(string name) => AssertRefused(
        audio.Write(name, WavBytes.Ascii(new string('x', 1000))),
        "audio file \"FILE\" cannot be read: Format not recognised; formats such as WAV, FLAC, Ogg, MP3 and AIFF can be read");

    [Fact]
    public void A_header_without_samples() => AssertRefused(
        audio.Write("a.wav", WavBytes.File([], 16_000, 1, 16)),
        "audio file \"FILE\" holds no samples; replace it or leave it out");

    [Fact]
    public void Wav_that_was_cut_off()
    {
        var whole = WavBytes.File(WavBytes.Int16(new double[1000]), 16_000, 1, 16);

        AssertRefused(
            audio.Write("a.wav", whole[..1044]),
            "audio file \"FILE\" is cut off: its header promises 2000 bytes of samples and the file holds 1000; "
            + "replace it or leave it out");
    }

    [Fact]
    public void Wav_that_lacks_only_its_last_byte()
    {
        var whole = WavBytes.File(WavBytes.Int16(new double[1000]), 16_000, 1, 16);

        AssertRefused(
            audio.Write("a.wav", whole[..^1]),
            "audio file \"FILE\" is cut off: its header promises 2000 bytes of samples and the file holds 1999; "
            + "replace it or leave it out");
    }

    [Fact]
    public void Wav_that_was_never_finished_and_is_too_long_to_be_copied()
    {
        var path = audio.Write("a.wav", WavBytes.File([], 16_000, 1, 16, declaredBytes: 0, riffBytes: 0));
        using (var file = File.OpenWrite(path))
        {
            // Zeros that take no space on the disk.
            file.SetLength(44 + (2L << 30) + 1);
        }

        AssertRefused(
            path,
            "audio file \"FILE\" was never finished: its header leaves its length open, and 2147483649 bytes of samples follow; 2147483648 "
            + "can be read so; convert it, which writes its length, or split it");
    }

    [Fact]
    public void Aiff_that_was_cut_off()
    {
        byte[] file =
        [
            .. WavBytes.Ascii("FORM"), 0, 0, 0, 100, .. WavBytes.Ascii("AIFF"),
            .. WavBytes.Ascii("COMM"), 0, 0, 0, 18, // common chunk, 18 bytes
            0, 1, // channels
            0, 0, 0, 25, // frames
            0, 16, // bits
            0x40, 0x0C, 0xFA, 0, 0, 0, 0, 0, 0, 0, // 16000 as an 80-bit float
            .. WavBytes.Ascii("SSND"), 0, 0, 0, 58, // sound chunk: 8 bytes of its own and 25 frames
            0, 0, 0, 0, 0, 0, 0, 0, // offset, block size
            .. new byte[20],
        ];

        AssertRefused(
            audio.Write("a.aiff", file),
            "audio file \"FILE\" is cut off: its header promises 58 bytes of samples and the file holds 28; replace it or leave it out");
    }

    [Fact]
    public void Flac_that_was_cut_off()
    {
        var whole = TemporaryAudio.Flac();
        var frames = AudioFile.ReadHeader(audio.Write("whole.flac", whole)).Frames;
        var path = audio.Write("a.flac", whole[..(whole.Length / 2)]);

        var fault = Assert.Throws<UserFault>(() => AudioFile.ReadMono(path));

        Assert.Equal(ExitCode.Data, fault.Code);
        Assert.Matches(
            $"^audio file \".*a.flac\" is cut off or damaged: its header promises {frames} frames and [0-9]+ can be decoded; "
            + "replace it or leave it out$",
            fault.Message);
    }

    [Theory]
    [InlineData("ogg-vorbis.ogg")]
    [InlineData("ogg-opus.ogg")]
    public void Ogg_that_was_cut_off(string name)
    {
        var whole = TemporaryAudio.Fixture(name);
        foreach (var missing in (int[])[1, 100, 300])
        {
            var path = audio.Write("a.ogg", whole[..^missing]);
            AssertRefused(
                path,
                $"audio file \"FILE\" is cut off: it ends within an Ogg page, of which {missing} bytes are missing; "
                + "replace it or leave it out");
        }
    }

    [Fact]
    public void Flac_that_is_damaged_inside()
    {
        var damaged = TemporaryAudio.Flac();
        damaged.AsSpan(damaged.Length / 2, 40).Clear();
        var path = audio.Write("a.flac", damaged);

        var fault = Assert.Throws<UserFault>(() => AudioFile.ReadMono(path));

        Assert.StartsWith($"audio file \"{path}\" is cut off or damaged: ", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Flac_that_promises_more_than_memory_holds()
    {
        var absurd = TemporaryAudio.Flac();
        absurd[21] |= 0x0F; // the upper 4 of the 36 bits that count frames
        absurd.AsSpan(22, 4).Fill(0xFF);

        AssertRefused(
            audio.Write("a.flac", absurd),
            "audio file \"FILE\" is too long: its header promises 68719476735 frames, 1073741824 can be read; split it");
    }

    [Fact]
    public void Mp3_that_states_more_than_there_is()
    {
        byte[] file = [.. MpegBytes.StatementBlock(5, blocks: 100, fileBytes: 28_800), .. Repeat(MpegBytes.Block(5), 40)];

        var path = audio.Write("a.mp3", file);

        var fault = Assert.Throws<UserFault>(() => AudioFile.ReadHeader(path));

        // The decoder takes its own delay off the 115200 frames that are stated, and versions differ in it.
        Assert.Equal(ExitCode.Data, fault.Code);
        Assert.Matches(
            "^audio file \".*a.mp3\" is cut off or damaged: its header promises 11[0-9]{4} frames and 47232 can be decoded; "
            + "replace it or leave it out$",
            fault.Message);
    }

    [Fact]
    public void Mp3_of_variable_bit_rate_whose_length_would_be_guessed_too_short()
    {
        byte[] file = [.. Repeat(MpegBytes.Block(9), 50), .. Repeat(MpegBytes.Block(1), 50)];
        var path = audio.Write("a.mp3", file);

        var fault = Assert.Throws<UserFault>(() => AudioFile.ReadHeader(path));

        Assert.Equal(ExitCode.Data, fault.Code);
        Assert.Matches(
            "^audio file \".*a.mp3\" is MP3 of variable bit rate without a statement of its length: of its 115200 frames only [0-9]+ "
            + "would be read; convert it, for instance to FLAC$",
            fault.Message);
    }

    [Fact]
    public void A_rate_too_low() => AssertRefused(
        audio.Write("a.wav", WavBytes.File(WavBytes.Int16(0.1), 4_000, 1, 16)),
        "audio file \"FILE\" has a sample rate of 4000 Hz; 8000 to 192000 Hz can be read");

    [Fact]
    public void Too_many_channels() => AssertRefused(
        audio.Write("a.wav", WavBytes.File(WavBytes.Int16(new double[65]), 16_000, 65, 16)),
        "audio file \"FILE\" has 65 channels; 1 to 64 can be read");

    [Fact]
    public void No_channels()
    {
        // The decoder refuses this one itself, in its own words.
        var path = audio.Write("a.wav", WavBytes.File(WavBytes.Int16(0.1), 16_000, 0, 16));

        var fault = Assert.Throws<UserFault>(() => AudioFile.ReadHeader(path));

        Assert.Equal(ExitCode.Data, fault.Code);
        Assert.StartsWith($"audio file \"{path}\" cannot be read: ", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.PositiveInfinity, "Infinity")]
    [InlineData(-1e30f, "-1E+30")]
    public void Samples_that_are_no_sound(float sample, string shown)
    {
        var path = audio.Write("a.wav", WavBytes.File(WavBytes.Float32(0.5f, 0.25f, sample), 16_000, 1, 32, WavBytes.Float));

        var fault = Assert.Throws<UserFault>(() => AudioFile.ReadMono(path));

        Assert.Equal(
            $"audio file \"{path}\" holds the amplitude {shown} at frame 2; full scale is -1 to 1 and up to 1000000 can be read; "
            + "replace it or leave it out",
            fault.Message);
    }

    [Fact]
    public void A_library_that_is_not_installed()
    {
        var fault = Assert.Throws<UserFault>(() => AudioLibraries.Require("libno-such-thing.so.9", "libno-such-thing9"));

        Assert.Equal(ExitCode.Environment, fault.Code);
        Assert.Equal(
            "the library libno-such-thing.so.9 is not installed or cannot be loaded; install the Debian package libno-such-thing9 "
            + "(scripts/setup.sh does it)",
            fault.Message);
    }

    private static IEnumerable<byte> Repeat(byte[] block, int count) => Enumerable.Repeat(block, count).SelectMany(one => one);

    /// <summary>Refused with the same words whether the header is asked for or the samples.</summary>
    private static void AssertRefused(string path, string message)
    {
        foreach (var read in new Action[] { () => AudioFile.ReadHeader(path), () => AudioFile.ReadMono(path, 16_000) })
        {
            var fault = Assert.Throws<UserFault>(read);
            Assert.Equal(ExitCode.Data, fault.Code);
            Assert.Equal(message, fault.Message.Replace(path, "FILE", StringComparison.Ordinal));
        }
    }
}
