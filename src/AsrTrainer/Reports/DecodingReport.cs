using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AsrTrainer.Neural.Benchmarks;

namespace AsrTrainer.Reports;

/// <summary>What <c>asr bench decode</c> prints. docs/decoding.md lists the keys of the JSON.</summary>
internal static class DecodingReport
{
    private const int UsualFramesPerSecond = 50;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>A row for each decoder, without an end of line.</summary>
    public static string Table(IReadOnlyList<DecodingRate> rates)
    {
        IEnumerable<string> head =
        [
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Figures.AudioLength(rates[0].Times.AudioSeconds)} of audio, "
                + $"{rates[0].Frames / rates[0].Times.AudioSeconds:0.#} frames a second; one thread"),
            "",
            $"{"",-26}{"median s",10}{"us a frame",12}{"x real time",13}{"at 50 fps",11}",
        ];
        return string.Join('\n', head.Concat(rates.Select(rate => string.Create(
            CultureInfo.InvariantCulture,
            $"{rate.Name,-26}{rate.Times.Median,10:F4}{Microseconds(rate),12:F2}{rate.Times.AudioSecondsPerSecond,13:F0}"
            + $"{AtUsualRate(rate),11:F0}"))));
    }

    /// <summary>One JSON object, without an end of line.</summary>
    public static string Json(IReadOnlyList<DecodingRate> rates) => new JsonObject
    {
        ["audio_seconds"] = Math.Round(rates[0].Times.AudioSeconds, 3),
        ["frames"] = rates[0].Frames,
        ["decoders"] = new JsonArray([.. rates.Select(rate => new JsonObject
        {
            ["name"] = rate.Name,
            ["median_seconds"] = rate.Times.Median,
            ["least_seconds"] = rate.Times.Least,
            ["microseconds_a_frame"] = Math.Round(Microseconds(rate), 3),
            ["real_time"] = Math.Round(rate.Times.AudioSecondsPerSecond),
            ["real_time_at_50_frames"] = Math.Round(AtUsualRate(rate)),
        })]),
    }.ToJsonString(Indented);

    private static double Microseconds(DecodingRate rate) => 1e6 * rate.Times.Median / rate.Frames;

    // Times real time, were there so many frames in a second.
    private static double AtUsualRate(DecodingRate rate) => rate.Frames / rate.Times.Median / UsualFramesPerSecond;
}
