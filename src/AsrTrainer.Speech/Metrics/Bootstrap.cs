using AsrTrainer.Speech.Randomness;

namespace AsrTrainer.Speech.Metrics;

/// <summary>
/// Draws a test set anew, with replacement, to see how far its rates move by chance (Efron 1979; for recognisers: Bisani and Ney,
/// "Bootstrap estimates for confidence intervals in ASR performance evaluation", ICASSP 2004). Utterances are drawn, or, where at least
/// <see cref="LeastSpeakers"/> are known, speakers with all that they say, since the errors of one speaker go together. The draws are a
/// function of nothing but their number and that of the units: equal data give equal figures on any machine.
/// </summary>
public sealed class Bootstrap
{
    /// <summary>From so many speakers on, they are drawn instead of utterances.</summary>
    public const int LeastSpeakers = 10;

    private const ulong Seed = 1;
    private const int MostDraws = 10_000;
    private const int LeastDraws = 1_000;

    // Ten thousand draws of so many units are a second of one core; more units get fewer draws.
    private const int UnitsForMostDraws = 20_000;

    private readonly int[] unitOf;

    /// <param name="speakers">The speaker of each utterance, null where it is not known.</param>
    public Bootstrap(IReadOnlyList<string?> speakers)
    {
        ArgumentNullException.ThrowIfNull(speakers);
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var ofSpeakers = speakers.Select(one => one is null ? -1 : Number(numbers, one)).ToArray();
        IsOverSpeakers = numbers.Count >= LeastSpeakers && !ofSpeakers.Contains(-1);
        unitOf = IsOverSpeakers ? ofSpeakers : [.. Enumerable.Range(0, speakers.Count)];
        Units = IsOverSpeakers ? numbers.Count : speakers.Count;
        Draws = (int)Math.Clamp((long)MostDraws * UnitsForMostDraws / Math.Max(1, Units), LeastDraws, MostDraws);
    }

    /// <summary>Whether speakers are drawn, and not utterances.</summary>
    public bool IsOverSpeakers { get; }

    /// <summary>How many units there are to draw from, and are drawn each time.</summary>
    public int Units { get; }

    /// <summary>How often a set is drawn: 10,000 times, less often over more than 20,000 units, at least 1,000 times.</summary>
    public int Draws { get; }

    /// <summary>
    /// The ratio of two sums over the utterances, in every draw; null with fewer than two units, of which nothing can be said.
    /// </summary>
    /// <param name="numerators">One for each utterance; may be negative.</param>
    /// <param name="denominators">One for each utterance, not negative; where they come to 0 in a draw, 1 stands instead.</param>
    public ResampledRatio? Ratio(IEnumerable<long> numerators, IEnumerable<long> denominators)
    {
        var (above, below) = (SumsOfUnits(numerators), SumsOfUnits(denominators));
        if (Units < 2)
        {
            return null;
        }

        var values = new double[Draws];
        Parallel.For(0, Draws, draw => values[draw] = Draw(draw, above, below));
        Array.Sort(values);
        return new ResampledRatio(values);
    }

    private static double Draw(int draw, long[] above, long[] below)
    {
        var random = CounterRandom.For(Seed, (ulong)RandomPurpose.Bootstrap, (ulong)draw);
        var (numerator, denominator) = (0L, 0L);
        for (var i = 0; i < above.Length; i++)
        {
            var unit = random.NextInt(above.Length);
            numerator += above[unit];
            denominator += below[unit];
        }

        return (double)numerator / Math.Max(1, denominator);
    }

    private long[] SumsOfUnits(IEnumerable<long> values)
    {
        var sums = new long[Units];
        var utterance = 0;
        foreach (var value in values)
        {
            sums[unitOf[utterance++]] += value;
        }

        return sums;
    }

    private static int Number(Dictionary<string, int> numbers, string speaker)
    {
        numbers.TryAdd(speaker, numbers.Count);
        return numbers[speaker];
    }
}
