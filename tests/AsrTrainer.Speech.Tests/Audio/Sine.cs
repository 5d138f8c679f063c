namespace AsrTrainer.Speech.Tests.Audio;

/// <summary>Sines, made and measured.</summary>
internal static class Sine
{
    public static float[] Samples(double hertz, int sampleRate, int count, double amplitude = 0.5) =>
        [.. Enumerable.Range(0, count).Select(n => (float)(amplitude * Math.Sin(2 * Math.PI * hertz * n / sampleRate)))];

    /// <summary>
    /// Amplitude and phase at one frequency: the projection on its sine and cosine, the ends left out, where a filter fades in and out.
    /// </summary>
    public static (double Amplitude, double PhaseRadians) Measure(ReadOnlySpan<float> samples, double hertz, int sampleRate)
    {
        double sine = 0, cosine = 0, window = 0;
        var edge = samples.Length / 10;
        for (var n = edge; n < samples.Length - edge; n++)
        {
            // A Hann window, so that the measure does not depend on where a period is cut.
            var weight = 1 - Math.Cos(2 * Math.PI * (n - edge) / (samples.Length - (2 * edge)));
            sine += weight * samples[n] * Math.Sin(2 * Math.PI * hertz * n / sampleRate);
            cosine += weight * samples[n] * Math.Cos(2 * Math.PI * hertz * n / sampleRate);
            window += weight;
        }

        return (2 * Math.Sqrt((sine * sine) + (cosine * cosine)) / window, Math.Atan2(cosine, sine));
    }
}
