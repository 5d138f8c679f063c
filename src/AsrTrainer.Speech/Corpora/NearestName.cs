using AsrTrainer.Speech.Metrics;

namespace AsrTrainer.Speech.Corpora;

/// <summary>Finds the name that somebody probably meant.</summary>
internal static class NearestName
{
    /// <summary>
    /// The pair of a found and an allowed name that differ least, upper and lower case being the same; null when none is closer than
    /// half its length.
    /// </summary>
    public static (string Found, string Allowed)? Between(IEnumerable<string> found, IReadOnlyList<string> allowed)
    {
        (string Found, string Allowed)? nearest = null;
        var least = double.PositiveInfinity;
        foreach (var candidate in found)
        {
            foreach (var name in allowed)
            {
                // By so much longer it is too far away, and may be as long as a manifest's longest line.
                if (candidate.Length > 2 * name.Length)
                {
                    continue;
                }

                var distance = EditAlignment.Count<char>(name, candidate.ToLowerInvariant()).Errors / (double)name.Length;
                if (distance < least && distance < 0.5)
                {
                    least = distance;
                    nearest = (candidate, name);
                }
            }
        }

        return nearest;
    }
}
