using AsrTrainer.Speech.Audio;
using AsrTrainer.Speech.Faults;
using Fuzzing;

namespace AsrTrainer.Speech.Tests.Audio;

[Collection(Fuzz.Collection)]
public sealed class AudioFuzzTests : IDisposable
{
    private readonly TemporaryAudio audio = new();

    public void Dispose() => audio.Dispose();

    [Fact]
    [Trait("Reader", "wav")]
    public void A_damaged_file_of_chunks_is_read_or_refused() => Run("wav", "wav", "rf64", "w64", "aiff");

    [Fact]
    [Trait("Reader", "flac")]
    public void A_damaged_FLAC_file_is_read_or_refused() => Run("flac", "flac");

    [Fact]
    [Trait("Reader", "mp3")]
    public void A_damaged_MP3_file_is_read_or_refused() => Run("mp3", "mp3");

    [Fact]
    [Trait("Reader", "ogg")]
    public void A_damaged_Ogg_file_is_read_or_refused() => Run("ogg", "ogg");

    [Fact]
    [Trait("Reader", "otheraudio")]
    public void A_damaged_audio_file_of_a_rarer_kind_is_read_or_refused() => Run(
        "otheraudio", "au", "avr", "caf", "htk", "mat4", "mat5", "mpc2k", "paf", "pvf", "sds", "sf", "sph", "svx", "voc", "wve", "xi");

    private void Run(string reader, params string[] extensions)
    {
        var path = audio.PathOf($"case.{extensions[0]}");
        Fuzz.Run(new FuzzedReader
        {
            Name = reader,
            Path = path,
            Good = [.. extensions.SelectMany(extension => Fuzz.Files("tests/fixtures/audio", $"*.{extension}"))],
            Read = () =>
            {
                AudioFile.ReadHeader(path);
                AudioFile.ReadMono(path);
            },
            Refuses = fault => fault is UserFault { Code: ExitCode.Data },
        });
    }
}
