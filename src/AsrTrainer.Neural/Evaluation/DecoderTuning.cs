using AsrTrainer.Speech.Metrics;

namespace AsrTrainer.Neural.Evaluation;

/// <summary>The errors that a weight of the language model and a word bonus make.</summary>
/// <param name="Weight">The weight, 0 or more.</param>
/// <param name="Bonus">The bonus.</param>
/// <param name="Words">Word errors.</param>
/// <param name="Characters">Character errors.</param>
public sealed record TuningPoint(double Weight, double Bonus, ErrorCounts Words, ErrorCounts Characters);

/// <summary>
/// Finds the weight of the language model and the word bonus that make the fewest word errors: a coarse grid first, then from its best
/// point on to better neighbours, in steps that are halved where there is none. Of equally good points the one with fewer character errors
/// is better, then the smaller weight, then the smaller bonus.
/// </summary>
public sealed class DecoderTuning
{
    private const double MostWeight = 20;
    private const double MostBonus = 20;
    private const int Halvings = 2;
    private const double WeightStep = 0.5;
    private const double BonusStep = 1;

    private static readonly double[] GridWeights = [0.5, 1, 1.5, 2];
    private static readonly double[] GridBonuses = [0, 2, 4];
    private static readonly int[] Directions = [-1, 0, 1];

    private readonly Func<double, double, (ErrorCounts Words, ErrorCounts Characters)> score;
    private readonly Action<TuningPoint> tried;
    private readonly List<TuningPoint> points = [];

    private DecoderTuning(Func<double, double, (ErrorCounts Words, ErrorCounts Characters)> score, Action<TuningPoint> tried)
    {
        this.score = score;
        this.tried = tried;
    }

    /// <summary>Tries points until none near the best is better.</summary>
    /// <param name="score">The errors with a weight and a bonus.</param>
    /// <param name="tried">Told of each point.</param>
    /// <returns>All points in the order in which they were tried, and the best.</returns>
    public static (IReadOnlyList<TuningPoint> Points, TuningPoint Best) Run(
        Func<double, double, (ErrorCounts Words, ErrorCounts Characters)> score, Action<TuningPoint> tried)
    {
        ArgumentNullException.ThrowIfNull(score);
        ArgumentNullException.ThrowIfNull(tried);
        var tuning = new DecoderTuning(score, tried);
        var best = tuning.Refine(tuning.Best(from weight in GridWeights from bonus in GridBonuses select (weight, bonus)));
        return (tuning.points, best);
    }

    private TuningPoint Refine(TuningPoint best)
    {
        var share = 1.0;
        for (var halvings = 0; halvings <= Halvings;)
        {
            var next = Best(
                from weight in Directions
                from bonus in Directions
                select (best.Weight + (weight * share * WeightStep), best.Bonus + (bonus * share * BonusStep)));
            if (next == best)
            {
                share /= 2;
                halvings++;
            }

            best = next;
        }

        return best;
    }

    private TuningPoint Best(IEnumerable<(double Weight, double Bonus)> candidates) => candidates
        .Where(one => one.Weight is >= 0 and <= MostWeight && Math.Abs(one.Bonus) <= MostBonus)
        .Select(Point)
        .OrderBy(point => point.Words.Errors)
        .ThenBy(point => point.Characters.Errors)
        .ThenBy(point => point.Weight)
        .ThenBy(point => Math.Abs(point.Bonus))
        .ThenBy(point => point.Bonus)
        .First();

    // Steps are halves of halves: sums of them are exact, and equal points are found.
    private TuningPoint Point((double Weight, double Bonus) at)
    {
        if (points.Find(point => (point.Weight, point.Bonus) == at) is { } known)
        {
            return known;
        }

        var (words, characters) = score(at.Weight, at.Bonus);
        var point = new TuningPoint(at.Weight, at.Bonus, words, characters);
        points.Add(point);
        tried(point);
        return point;
    }
}
