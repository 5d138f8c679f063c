using System.Globalization;

namespace AsrTrainer.Speech.Transcripts;

/// <summary>Times as files have them.</summary>
internal static class Clock
{
    /// <summary><c>01:02:03,456</c>, to the nearest millisecond.</summary>
    public static string Of(double seconds, char separator)
    {
        var all = Milliseconds(seconds);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{all / 3_600_000:00}:{all / 60_000 % 60:00}:{all / 1000 % 60:00}{separator}{all % 1000:000}");
    }

    /// <summary><c>3723.456</c>.</summary>
    public static string Seconds(double seconds) => seconds.ToString("F3", CultureInfo.InvariantCulture);

    /// <summary>The nearest millisecond.</summary>
    public static long Milliseconds(double seconds) => (long)Math.Round(seconds * 1000, MidpointRounding.AwayFromZero);
}
