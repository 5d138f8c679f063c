namespace AsrTrainer.Speech.Transcripts;

/// <summary>A form in which transcripts are written.</summary>
/// <param name="Name">How the user asks for it.</param>
/// <param name="Extension">What its files end in.</param>
/// <param name="Write">The content of a file.</param>
public sealed record TranscriptFormat(string Name, string Extension, Func<Transcript, SubtitleOptions, string> Write)
{
    /// <summary>All that there are.</summary>
    public static IReadOnlyList<TranscriptFormat> All { get; } =
    [
        new("txt", ".txt", (transcript, _) => Tables.Txt(transcript)),
        new("srt", ".srt", SubtitleText.Srt),
        new("vtt", ".vtt", SubtitleText.Vtt),
        new("tsv", ".tsv", (transcript, _) => Tables.Tsv(transcript)),
        new("json", ".json", (transcript, _) => TranscriptJson.Of(transcript)),
        new("ctm", ".ctm", (transcript, _) => Tables.Ctm(transcript)),
        new("trn", ".trn", (transcript, _) => Tables.Trn(transcript)),
        new("textgrid", ".TextGrid", (transcript, _) => TextGrid.Of(transcript)),
    ];
}
