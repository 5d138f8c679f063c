namespace AsrTrainer.Speech.Tests.Segmentation;

/// <summary>Noise that rises and falls four times a second, as speech does; and sounds that do not.</summary>
internal static class Syllables
{
    public const int Rate = 16_000;

    public static float[] Speech(double seconds, int seed = 1, double amplitude = 0.2)
    {
        var random = new Random(seed);
        return
        [
            .. Enumerable.Range(0, (int)(seconds * Rate)).Select(i =>
            {
                var envelope = Math.Pow(10, (Math.Cos(2 * Math.PI * 4 * i / Rate) - 1) / 2);
                return (float)(amplitude * envelope * ((2 * random.NextDouble()) - 1));
            }),
        ];
    }

    public static float[] Noise(double seconds, double amplitude, int seed = 2)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, (int)(seconds * Rate)).Select(_ => (float)(amplitude * ((2 * random.NextDouble()) - 1)))];
    }

    public static float[] Tone(double seconds, double hertz, double amplitude = 0.3) =>
        [.. Enumerable.Range(0, (int)(seconds * Rate)).Select(i => (float)(amplitude * Math.Sin(2 * Math.PI * hertz * i / Rate)))];

    public static float[] Zeros(double seconds, float value = 0) => [.. Enumerable.Repeat(value, (int)(seconds * Rate))];
}
