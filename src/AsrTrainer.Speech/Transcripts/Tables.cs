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

    /// <summary>NIST's time-marked words: name, channel, start, duration in seconds, word, confidence.</summary>
    public static string Ctm(Transcript transcript) => Lines(
        from segment in transcript.Segments
        from word in segment.Words
        select string.Join(' ',
            Id(transcript), "1", Clock.Seconds(word.Start), Clock.Seconds(word.End - word.Start), word.Text,
            Clock.Seconds(word.Confidence)));

    /// <summary>NIST's transcripts: all words in a line, the name in brackets after them.</summary>
    public static string Trn(Transcript transcript) =>
        Lines([transcript.Segments.Count == 0 ? $"({Id(transcript)})" : $"{transcript.Text} ({Id(transcript)})"]);

    // White space ends a field, and brackets a name.
    private static string Id(Transcript transcript) =>
        string.Concat(transcript.Name.Select(character => char.IsWhiteSpace(character) || character is '(' or ')' ? '_' : character));

    private static string Lines(IEnumerable<string> lines) => string.Concat(lines.Select(line => line + "\n"));
}
