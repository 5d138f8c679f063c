using AsrTrainer.Speech.Corpora;
using AsrTrainer.Speech.Decoding;

namespace AsrTrainer.Speech.Transcripts;

/// <summary>Formats of a line for each segment or word.</summary>
internal static class Tables
{
    /// <summary>The text, a line for each segment.</summary>
    public static string Txt(Transcript transcript) => Lines(transcript.Segments.Select(segment => segment.Text));

    /// <summary>Start and end in milliseconds and the text, a line for each segment, as whisper writes it.</summary>
    public static string Tsv(Transcript transcript) => Lines(transcript.Segments
        .Select(segment => $"{Clock.Milliseconds(segment.Start)}\t{Clock.Milliseconds(segment.End)}\t{segment.Text}")
        .Prepend("start\tend\ttext"));

    /// <summary>NIST's time-marked words, a line for each.</summary>
    public static string Ctm(Transcript transcript) =>
        Lines(transcript.Segments.SelectMany(segment => segment.Words).Select(word => CtmFile.Line(transcript.Name, word)));

    /// <summary>NIST's transcripts: all words in a line, the name in brackets after them.</summary>
    public static string Trn(Transcript transcript) =>
        Lines([$"{transcript.Text} ({TranscriptFile.EscapedId(transcript.Name)})".TrimStart()]);

    private static string Lines(IEnumerable<string> lines) => string.Concat(lines.Select(line => line + "\n"));
}
