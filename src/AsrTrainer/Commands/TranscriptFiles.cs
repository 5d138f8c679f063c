using System.Text;
using AsrTrainer.Speech.Faults;
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

    /// <summary>Whether all of them are there, and written after the audio: that of a pipe is always new.</summary>
    public bool AreNewerThan(string audio, string name) =>
        audio != "-" && File.Exists(audio) && !OrdinaryFile.IsPipe(audio) && formats.All(format =>
            File.Exists(PathOf(name, format)) && File.GetLastWriteTimeUtc(PathOf(name, format)) >= File.GetLastWriteTimeUtc(audio));

    /// <summary>Writes them, and gives a fault for each that could not be written.</summary>
    public IReadOnlyList<UserFault> Write(Transcript transcript)
    {
        List<UserFault> faults = [];
        foreach (TranscriptFormat format in formats)
        {
            byte[] content = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetBytes(format.Write(transcript, subtitles));
            string path = PathOf(transcript.Name, format);
            try
            {
                AtomicFile.Write(path, file => file.Write(content));
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
            {
                faults.Add(new UserFault(
                    ExitCode.Environment,
                    $"\"{path}\" cannot be written: {refused.Message.TrimEnd('.')}; look at what is there, or name another --output-dir",
                    refused));
            }
        }

        return faults;
    }

    private string PathOf(string name, TranscriptFormat format) => Path.Combine(folder, name + format.Extension);
}
