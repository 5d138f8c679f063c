using System.Text.Json;

namespace AsrTrainer.Configuration;

/// <summary>Property and enum names as the keys of a file (<c>GradientClip</c> is <c>gradient_clip</c>), and the nearest of them.</summary>
internal static class KeyNames
{
    public static string Of(string csharpName) => JsonNamingPolicy.SnakeCaseLower.ConvertName(csharpName);

    public static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";

    // Longer than any key: what follows tells none apart, and takes time.
    private const int MostCompared = 100;

    /// <summary>The candidate with the fewest single-character edits, and that number.</summary>
    public static (string Name, int Edits) Nearest(string word, IEnumerable<string> candidates)
    {
        string compared = word.Length <= MostCompared ? word : word[..MostCompared];
        return candidates.Select(candidate => (candidate, Edits(compared, candidate))).MinBy(pair => pair.Item2);
    }

    /// <summary>Levenshtein's distance (1966): insertions, deletions and substitutions of single characters.</summary>
    public static int Edits(string from, string to)
    {
        int[] row = [.. Enumerable.Range(0, to.Length + 1)];
        for (int i = 1; i <= from.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.Length; j++)
            {
                int substituted = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
