namespace AsrTrainer.Speech.Metrics;

/// <summary>A ratio of sums, such as an error rate, in every draw of a <see cref="Bootstrap"/>.</summary>
/// <param name="sorted">Its values, ascending, at least one.</param>
public sealed class ResampledRatio(double[] sorted)
{
    /// <summary>The percentile interval (Efron 1979), 95 %.</summary>
    public RateInterval Interval => new(Quantile(0.025), Quantile(0.975));

    /// <summary>
    /// How probable a ratio at least as far from 0 would be if it were 0 in truth: twice the share of draws on the other side of 0 (Bisani
    /// and Ney 2004), with one draw added to each side so that it never is 0 itself.
    /// </summary>
    public double TwoSidedP
    {
        get
        {
            var notAbove = sorted.Count(value => value <= 0);
            var notBelow = sorted.Count(value => value >= 0);
            return Math.Min(1, 2.0 * (1 + Math.Min(notAbove, notBelow)) / (sorted.Length + 1));
        }
    }

    // Between the two nearest where the place is none of a value's.
    private double Quantile(double share)
    {
        var place = share * (sorted.Length - 1);
        var below = (int)place;
        return below + 1 < sorted.Length ? sorted[below] + ((place - below) * (sorted[below + 1] - sorted[below])) : sorted[below];
    }
}
