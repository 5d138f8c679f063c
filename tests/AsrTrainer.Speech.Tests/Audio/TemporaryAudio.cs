using System.Runtime.CompilerServices;

namespace AsrTrainer.Speech.Tests.Audio;

/// <summary>A folder for the files of one test.</summary>
internal sealed class TemporaryAudio : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("asr-audio-").FullName;

    public string PathOf(string name) => Path.Combine(Folder, name);

    public string Write(string name, byte[] content)
    {
        var path = PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>A real recording, FLAC at 16 kHz: "1-2-0002" of tests/fixtures/speech.</summary>
    public static byte[] Flac([CallerFilePath] string here = "") => File.ReadAllBytes(
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "fixtures", "speech", "1", "2", "1-2-0002.flac"));

    /// <summary>One of the files that the decoder's other formats are tried with: tests/fixtures/audio.</summary>
    public static byte[] Fixture(string name, [CallerFilePath] string here = "") => File.ReadAllBytes(
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "fixtures", "audio", name));

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
