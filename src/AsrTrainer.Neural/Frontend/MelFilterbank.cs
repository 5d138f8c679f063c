namespace AsrTrainer.Neural.Frontend;

/// <summary>
/// Triangular filters on the mel scale (HTK's: 2595 log10(1 + f/700)) without area normalisation, as torchaudio's default: each band rises
/// from the centre of the one below to its own and falls to the centre of the one above.
/// </summary>
internal static class MelFilterbank
{
    /// <summary>The weights (bins, bands), row-major, for bins 0..window/2 of a spectrum.</summary>
    public static float[] Weights(FrontendOptions options)
    {
        var bins = (options.WindowSamples / 2) + 1;
        var bands = options.Mels;
        var low = ToMel(options.LowHertz);
        var high = ToMel(options.HighHertz);
        var edges = new double[bands + 2];
        for (var i = 0; i < edges.Length; i++)
        {
            edges[i] = ToHertz(low + ((high - low) * i / (bands + 1)));
        }

        var weights = new float[bins * bands];
        for (var bin = 0; bin < bins; bin++)
        {
            // The bins are laid from 0 to half the rate, as torchaudio does, whatever the parity of the window.
            var hertz = (double)(options.SampleRate / 2) * bin / (bins - 1);
            for (var band = 0; band < bands; band++)
            {
                var rise = (hertz - edges[band]) / (edges[band + 1] - edges[band]);
                var fall = (edges[band + 2] - hertz) / (edges[band + 2] - edges[band + 1]);
                weights[(bin * bands) + band] = (float)Math.Max(0, Math.Min(rise, fall));
            }
        }

        return weights;
    }

    private static double ToMel(double hertz) => 2595 * Math.Log10(1 + (hertz / 700));

    private static double ToHertz(double mel) => 700 * (Math.Pow(10, mel / 2595) - 1);
}
