using System.Text;
using AsrTrainer.Speech.Files;
using AsrTrainer.Speech.Transcripts;

namespace AsrTrainer.Commands;

/// <summary>The files that transcripts are written to: each whole or absent.</summary>
/// <param name="folder">Where they are.</param>
/// <param name="formats">One file for each.</param>
/// <param name="subtitles">How much text a subtitle holds.</param>
internal sealed class TranscriptFiles(string folder, IReadOnlyList<TranscriptFormat> formats, SubtitleOptions subtitles)
{
    /// <summary>What the standard input is called.</summary>
    public const string StandardInput = "stdin";

    /// <summary>A name for each input, without extension.</summary>
    public static IReadOnlyList<string> Names(IReadOnlyList<string> paths) =>
        OutputNames.Of([.. paths.Select(path => path == "-" ? StandardInput : path)]);

    /// <summary>Whether all of them are there.</summary>
    public bool Exist(string name) => formats.Count > 0 && formats.All(format => File.Exists(PathOf(name, format)));

    public void Write(Transcript transcript)
    {
        foreach (TranscriptFormat format in formats)
        {
            byte[] content = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetBytes(format.Write(transcript, subtitles));
            AtomicFile.Write(PathOf(transcript.Name, format), file => file.Write(content));
        }
    }

    private string PathOf(string name, TranscriptFormat format) => Path.Combine(folder, name + format.Extension);
}
