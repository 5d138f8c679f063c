namespace AsrTrainer.Speech.Decoding;

/// <summary>Who of many is among the best: found by Hoare's selection, without sorting. Of equals the first pass.</summary>
internal sealed class Cut
{
    private double[] work = [];
    private double least;
    private int equals;

    /// <summary>Settles what passes.</summary>
    /// <param name="values">No NaN.</param>
    /// <param name="best">How many pass, if there are as many.</param>
    public void Find(ReadOnlySpan<double> values, int best)
    {
        (least, equals) = (double.NegativeInfinity, int.MaxValue);
        if (values.Length <= best)
        {
            return;
        }

        if (work.Length < values.Length)
        {
            work = new double[2 * values.Length];
        }

        values.CopyTo(work);
        least = Select(work.AsSpan(0, values.Length), best - 1);
        equals = best;
        foreach (var value in values)
        {
            equals -= value > least ? 1 : 0;
        }
    }

    /// <summary>Whether a value passes; to be asked once for each, in order.</summary>
    public bool Passes(double value) => value > least || (value == least && equals-- > 0);

    // The value at a place, from 0, if they were sorted, the greatest first.
    private static double Select(Span<double> values, int place)
    {
        var (first, last) = (0, values.Length - 1);
        while (first < last)
        {
            var pivot = values[(first + last) / 2];
            var (i, j) = (first, last);
            while (i <= j)
            {
                while (values[i] > pivot)
                {
                    i++;
                }

                while (values[j] < pivot)
                {
                    j--;
                }

                if (i <= j)
                {
                    (values[i], values[j]) = (values[j], values[i]);
                    i++;
                    j--;
                }
            }

            if (place <= j)
            {
                last = j;
            }
            else if (place >= i)
            {
                first = i;
            }
            else
            {
                return values[place];
            }
        }

        return values[place];
    }
}
