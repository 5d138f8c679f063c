using System.Text;

namespace AsrTrainer.Speech.Transcripts;

/// <summary>Subtitles as SubRip (.srt) and as WebVTT (.vtt, W3C).</summary>
internal static class SubtitleText
{
    public static string Srt(Transcript transcript, SubtitleOptions options)
    {
        var text = new StringBuilder();
        var number = 0;
        foreach (var subtitle in Subtitle.Of(transcript, options))
        {
            text.Append(++number).Append('\n');
            Append(text, subtitle, ',', line => line);
        }

        return text.ToString();
    }

    public static string Vtt(Transcript transcript, SubtitleOptions options)
    {
        var text = new StringBuilder("WEBVTT\n\n");
        foreach (var subtitle in Subtitle.Of(transcript, options))
        {
            Append(text, subtitle, '.', Escaped);
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, Subtitle subtitle, char separator, Func<string, string> line) =>
        text.Append(Clock.Of(subtitle.Start, separator)).Append(" --> ").Append(Clock.Of(subtitle.End, separator)).Append('\n')
            .AppendJoin('\n', subtitle.Lines.Select(line)).Append("\n\n");

    // These begin markup there.
    private static string Escaped(string line) => line.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");
}
