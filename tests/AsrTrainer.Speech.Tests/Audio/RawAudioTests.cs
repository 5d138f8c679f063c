using System.Buffers.Binary;
using AsrTrainer.Speech.Audio;
using AsrTrainer.Speech.Faults;
using Fuzzing;

namespace AsrTrainer.Speech.Tests.Audio;

[Collection(Fuzz.Collection)]
public sealed class RawAudioTests : IDisposable
{
    private static readonly RawFormat Usual = new(RawEncoding.S16Le, 16_000, 1);

    private readonly TemporaryAudio audio = new();

    public void Dispose() => audio.Dispose();

    [Theory]
    [InlineData(RawEncoding.U8, new byte[] { 128, 0, 192 }, new[] { 0, -1, 0.5f })]
    [InlineData(RawEncoding.S16Le, new byte[] { 0, 0, 0, 0x80, 0, 0x40 }, new[] { 0, -1, 0.5f })]
    [InlineData(
        RawEncoding.S24In3Le,
        new byte[] { 0, 0, 0, 0, 0, 0x80, 0, 0, 0x40, 0xFF, 0xFF, 0xFF },
        new[] { 0, -1, 0.5f, -1 / 8388608f })]
    [InlineData(RawEncoding.S32Le, new byte[] { 0, 0, 0, 0, 0, 0, 0, 0x80, 0, 0, 0, 0x40 }, new[] { 0, -1, 0.5f })]
    [InlineData(RawEncoding.FloatLe, new byte[] { 0, 0, 0, 0, 0, 0, 0x80, 0xBF, 0, 0, 0, 0x3F }, new[] { 0, -1, 0.5f })]
    public void Samples_are_what_their_format_says(RawEncoding encoding, byte[] bytes, float[] expected) =>
        Assert.Equal(expected, SamplesOf(bytes, Usual with { Encoding = encoding }));

    [Fact]
    public void Channels_are_averaged_and_half_a_frame_at_the_end_is_none() =>
        Assert.Equal([0.25f, -0.5f], SamplesOf([0, 0x40, 0, 0, 0, 0xC0, 0, 0xC0, 0, 0x40, 0], Usual with { Channels = 2 }));

    [Fact]
    public void A_header_says_what_the_samples_are()
    {
        var samples = WavBytes.Int24(0.5, -0.5, 0.25, 0.25);
        var opened = Open(WavBytes.File(samples, 44_100, channels: 2, bits: 24, declaredBytes: uint.MaxValue), Usual);

        Assert.Equal(new RawFormat(RawEncoding.S24In3Le, 44_100, 2), opened.Format);
        Assert.Equal([0, 0.25f], opened.Read().SelectMany(block => block.ToArray()).Select(sample => MathF.Round(sample, 5)));
    }

    [Fact]
    public void What_a_pipe_gives_piece_by_piece_is_given_on_at_once()
    {
        var opened = RawAudio.Open(new Dripping([.. Enumerable.Range(0, 30).Select(i => (byte)i)], 7), Usual, "x");

        var blocks = opened.Read().Select(block => block.ToArray()).ToList();

        Assert.True(blocks.Count >= 3);
        Assert.Equal(
            Enumerable.Range(0, 15).Select(i => BinaryPrimitives.ReadInt16LittleEndian([(byte)(2 * i), (byte)((2 * i) + 1)]) / 32768f),
            blocks.SelectMany(block => block));
    }

    [Theory]
    [InlineData("fLaC\0\0\0\u0022aaaa", "is a FLAC file")]
    [InlineData("OggSaaaaaaaa", "is an Ogg file")]
    [InlineData("RIFF\0\0\0\0WAVEdata\0\0\0\0", "does not say what its samples are")]
    [InlineData("RIFF\0\0\0\0WAVE", "no samples follow")]
    public void What_is_not_raw_is_refused(string content, string said)
    {
        var fault = Assert.Throws<UserFault>(() => Open([.. content.Select(character => (byte)character)], Usual));

        Assert.Equal(ExitCode.Data, fault.Code);
        Assert.Contains(said, fault.Message);
    }

    [Fact]
    public void A_compressed_file_is_not_taken_for_samples_and_samples_not_for_one()
    {
        var block = MpegBytes.Block(5);
        byte[] aac = [0xFF, 0xF1, 0x50, 0x80, 0x02, 0x1F, 0xFC, .. new byte[9]];
        (string Said, byte[] Content)[] cases =
        [
            ("is an MP3 file, not raw samples; leave --stream off", [.. block, .. block]),
            ("is an AAC file, not raw samples; decode it", [.. aac, .. aac]),
            ("is an MP4 file", [0, 0, 0, 28, .. "ftypM4A "u8, .. new byte[8]]),
            ("is a Matroska or WebM file", [0x1A, 0x45, 0xDF, 0xA3, .. new byte[12]]),
            ("is an AU file", [.. ".snd"u8, .. new byte[12]]),
            ("is a CAF file", [.. "caff"u8, .. new byte[12]]),
            ("is a W64 file", [.. "riff"u8, 0x2E, 0x91, 0xCF, 0x11, .. new byte[12]]),
        ];
        Assert.All(cases, one => Assert.Contains(one.Said, Assert.Throws<UserFault>(() => Open(one.Content, Usual)).Message));

        // One header alone may be chance.
        byte[] samples = [.. block, 1, .. block];
        Assert.Equal(samples.Length / 2, SamplesOf(samples, Usual).Length);
        Assert.Equal(block.Length / 2, SamplesOf(block, Usual).Length);
    }

    [Fact]
    public void A_format_that_no_recording_has_is_refused()
    {
        Assert.Contains("channels", Assert.Throws<UserFault>(() => Open([], Usual with { Channels = 65 })).Message);
        Assert.Contains("7999 Hz", Assert.Throws<UserFault>(() => Open([], Usual with { SampleRate = 7999 })).Message);
        Assert.Contains(
            "amplitude",
            Assert.Throws<UserFault>(() => SamplesOf([0, 0, 0xC0, 0x7F], Usual with { Encoding = RawEncoding.FloatLe })).Message);
    }

    [Fact]
    [Trait("Reader", "rawwav")]
    public void A_damaged_header_is_read_or_refused() => Fuzz.Run(new FuzzedReader
    {
        Name = "rawwav",
        Path = audio.PathOf("case.wav"),
        Good = [.. Fuzz.Files("tests/fixtures/audio", "wav-*.wav")],
        Read = () =>
        {
            using var file = File.OpenRead(audio.PathOf("case.wav"));
            RawAudio.Open(file, Usual, "case").Read().Sum(block => block.Length);
        },
        Refuses = fault => fault is UserFault { Code: ExitCode.Data },
    });

    private static RawAudio Open(byte[] bytes, RawFormat format) => RawAudio.Open(new MemoryStream(bytes), format, "stdin");

    private static float[] SamplesOf(byte[] bytes, RawFormat format) =>
        [.. Open(bytes, format).Read().SelectMany(block => block.ToArray())];

    // A stream that gives a few bytes at a time.
    private sealed class Dripping(byte[] content, int most) : MemoryStream(content)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, most));

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, most)]);
    }
}
