using System.Globalization;
using AsrTrainer.Speech.Metrics;

namespace AsrTrainer.Reports;

/// <summary>Numbers as all reports print them: a figure looks the same on the terminal, in the log and in a script's grep.</summary>
internal static class Figures
{
    /// <summary>A share of one as percent with two decimals: <c>12.34 %</c>.</summary>
    public static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:F2} %");

    /// <summary>The two rates of recognition in their fixed form: <c>WER 12.34 % CER 5.67 %</c>.</summary>
    public static string Rates(ErrorCounts words, ErrorCounts characters) => $"WER {Percent(words.Rate)} CER {Percent(characters.Rate)}";

    /// <summary>A span of time: <c>12:34</c>, <c>1:02:03</c>, <c>2 d 01:02:03</c>.</summary>
    public static string Duration(TimeSpan time)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        if (time.TotalDays >= 1)
        {
            return string.Create(culture, $"{time.Days} d {time.Hours:00}:{time.Minutes:00}:{time.Seconds:00}");
        }

        return time.TotalHours >= 1
            ? string.Create(culture, $"{time.Hours}:{time.Minutes:00}:{time.Seconds:00}")
            : string.Create(culture, $"{time.Minutes}:{time.Seconds:00}");
    }

    /// <summary>A length of audio in the unit that reads best: <c>59.0 s</c>, <c>23.4 min</c>, <c>960.1 h</c>.</summary>
    public static string AudioLength(double seconds)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        return seconds switch
        {
            < 60 => string.Create(culture, $"{seconds:F1} s"),
            < 3600 => string.Create(culture, $"{seconds / 60:F1} min"),
            _ => string.Create(culture, $"{seconds / 3600:F1} h"),
        };
    }

    /// <summary>A count with its noun: <c>1 utterance</c>, <c>53 utterances</c>.</summary>
    public static string Count(long count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";
}
