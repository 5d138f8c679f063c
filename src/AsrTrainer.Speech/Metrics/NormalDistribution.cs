namespace AsrTrainer.Speech.Metrics;

/// <summary>The standard normal distribution.</summary>
internal static class NormalDistribution
{
    // Below it the series needs few terms; above it the continued fraction does.
    private const double SeriesLimit = 3;

    /// <summary>The probability of a value at least as far from 0 as <paramref name="z"/>, to about 14 digits.</summary>
    public static double TwoSidedTail(double z)
    {
        var x = Math.Abs(z);
        return x < SeriesLimit ? 1 - (2 * Density(x) * Series(x)) : 2 * Density(x) / Fraction(x);
    }

    private static double Density(double x) => Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);

    // Abramowitz and Stegun, Handbook of Mathematical Functions, 26.2.11: x + x^3/3 + x^5/(3*5) + ...
    private static double Series(double x)
    {
        var (sum, term) = (x, x);
        for (var n = 3; term > sum * 1e-17; n += 2)
        {
            term *= x * x / n;
            sum += term;
        }

        return sum;
    }

    // The same, 26.2.14: x + 1/(x + 2/(x + 3/(x + ...))).
    private static double Fraction(double x)
    {
        var value = x;
        for (var n = 100; n > 0; n--)
        {
            value = x + (n / value);
        }

        return value;
    }
}
