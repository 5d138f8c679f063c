namespace AsrTrainer.Speech.LanguageModels;

/// <summary>
/// What modified Kneser-Ney smoothing takes from the counts of an order's n-grams (Chen and Goodman 1998, equation 26):
/// Y = n1 / (n1 + 2 n2), D1 = 1 - 2 Y n2/n1, D2 = 2 - 3 Y n3/n2, D3+ = 3 - 4 Y n4/n3.
/// </summary>
/// <param name="One">From a count of 1; more than 0, less than 1.</param>
/// <param name="Two">From a count of 2; more than 0, less than 2.</param>
/// <param name="More">From a higher count; more than 0, less than 3.</param>
/// <param name="AreEstimated">Whether the text gave them; otherwise it was too small or too regular, and they are 0.5, 1 and 1.5.</param>
public readonly record struct Discounts(double One, double Two, double More, bool AreEstimated)
{
    /// <summary>For text that gives none: KenLM's.</summary>
    public static Discounts Fallback { get; } = new(0.5, 1, 1.5, AreEstimated: false);

    /// <summary>From how many n-grams have a count of 1, 2, 3 and 4.</summary>
    public static Discounts Of(ReadOnlySpan<long> countsOfCounts)
    {
        double n1 = countsOfCounts[0];
        double n2 = countsOfCounts[1];
        double n3 = countsOfCounts[2];
        double n4 = countsOfCounts[3];
        var y = n1 / (n1 + (2 * n2));
        var found = new Discounts(1 - (2 * y * n2 / n1), 2 - (3 * y * n3 / n2), 3 - (4 * y * n4 / n3), AreEstimated: true);

        // Where a count does not occur they are no numbers, or take all that there is.
        return found.One is > 0 and < 1 && found.Two is > 0 and < 2 && found.More is > 0 and < 3 ? found : Fallback;
    }

    /// <summary>What is taken from a count.</summary>
    public double From(int count) => count switch
    {
        0 => 0,
        1 => One,
        2 => Two,
        _ => More,
    };
}
