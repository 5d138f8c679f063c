using System.Text;

namespace AsrTrainer.Speech.Tests.Corpora;

/// <summary>A folder that lasts as long as its test, with 16-bit mono WAV files whose samples are known.</summary>
internal sealed class TemporaryCorpus : IDisposable
{
    public const int SampleRate = 16_000;

    public string Folder { get; } = Directory.CreateTempSubdirectory("asr-corpus-").FullName;

    public string PathOf(string relative) => Path.Combine(Folder, relative);

    /// <summary>Writes lines with a line feed after each.</summary>
    public string Text(string relative, params string[] lines)
    {
        var path = Prepare(relative);
        File.WriteAllText(path, string.Concat(lines.Select(line => line + "\n")), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        return path;
    }

    public string Bytes(string relative, byte[] content)
    {
        var path = Prepare(relative);
        File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>Writes a WAV file in which every sample has the same value, so that padding and mixed-up utterances show.</summary>
    public string Wav(string relative, double seconds, double value = 0.25)
    {
        var samples = (int)Math.Round(seconds * SampleRate);
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write("RIFF"u8);
        writer.Write(36 + (2 * samples));
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)1);
        writer.Write((short)1);
        writer.Write(SampleRate);
        writer.Write(2 * SampleRate);
        writer.Write((short)2);
        writer.Write((short)16);
        writer.Write("data"u8);
        writer.Write(2 * samples);
        for (var i = 0; i < samples; i++)
        {
            writer.Write((short)(value * 32768));
        }

        return Bytes(relative, stream.ToArray());
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private string Prepare(string relative)
    {
        var path = PathOf(relative);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }
}
