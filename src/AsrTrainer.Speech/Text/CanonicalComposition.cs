using System.Text;

namespace AsrTrainer.Speech.Text;

/// <summary>
/// Unicode normalisation form C (Unicode Standard Annex 15) for characters up to U+FFFF: a letter and its accent become one character.
/// The runtime leaves text as it is when globalisation is invariant, as it is here, so that no ICU needs to be installed.
/// </summary>
internal static class CanonicalComposition
{
    // Hangul syllables are laid out by arithmetic (Unicode Standard, section 3.12): leads x vowels x trails, "no trail" being one of them.
    private const int Syllables = 0xAC00;
    private const int Leads = 0x1100;
    private const int LeadCount = 19;
    private const int Vowels = 0x1161;
    private const int VowelCount = 21;
    private const int Trails = 0x11A7;
    private const int TrailCount = 28;

    private static readonly Dictionary<char, byte> CombiningClasses = CompositionTable.Marks.ToDictionary(
        mark => mark.Character, mark => mark.CombiningClass);

    private static readonly Dictionary<(char Starter, char Mark), char> Composed = [];
    private static readonly Dictionary<char, string> Decomposed = [];

    static CanonicalComposition()
    {
        foreach (var mark in CompositionTable.Marks)
        {
            for (var i = 0; i < mark.Pairs.Length; i += 2)
            {
                Composed.Add((mark.Pairs[i], mark.Character), mark.Pairs[i + 1]);
                Decomposed.Add(mark.Pairs[i + 1], $"{mark.Pairs[i]}{mark.Character}");
            }
        }

        for (var i = 0; i < CompositionTable.Singletons.Length; i += 2)
        {
            Decomposed.Add(CompositionTable.Singletons[i], CompositionTable.Singletons[i + 1].ToString());
        }
    }

    /// <summary><paramref name="text"/> in form C. Marks that compose with nothing keep their place.</summary>
    public static string Compose(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange('\0', '\u02FF'))
        {
            return text;
        }

        var characters = new List<char>(text.Length + 16);
        foreach (var character in text)
        {
            Decompose(character, characters);
        }

        SortMarks(characters);
        return ComposeSorted(characters);
    }

    /// <summary>
    /// The first characters of <paramref name="text"/> that stand otherwise in form C, by number: <c>U+0065 U+0301</c>; null in a text of
    /// that form.
    /// </summary>
    public static string? FindDecomposed(string text)
    {
        var composed = Compose(text);
        if (composed == text)
        {
            return null;
        }

        var place = text.AsSpan().CommonPrefixLength(composed);
        var alone = text[place].ToString();
        var length = Compose(alone) == alone ? 2 : 1;
        return string.Join(' ', text.Skip(place).Take(length).Select(character => $"U+{(int)character:X4}"));
    }

    private static void Decompose(char character, List<char> characters)
    {
        if (!Decomposed.TryGetValue(character, out var parts))
        {
            characters.Add(character);
            return;
        }

        foreach (var part in parts)
        {
            Decompose(part, characters);
        }
    }

    /// <summary>Marks after the same starter stand in the order of their combining classes; equal classes keep their order.</summary>
    private static void SortMarks(List<char> characters)
    {
        for (var start = 0; start < characters.Count; start++)
        {
            var end = start;
            while (end < characters.Count && CombiningClass(characters[end]) > 0)
            {
                end++;
            }

            if (end - start > 1)
            {
                // OrderBy, since List.Sort may swap equals.
                char[] sorted = [.. characters[start..end].OrderBy(CombiningClass)];
                for (var i = 0; i < sorted.Length; i++)
                {
                    characters[start + i] = sorted[i];
                }
            }

            start = end;
        }
    }

    private static string ComposeSorted(List<char> characters)
    {
        var composed = new StringBuilder(characters.Count);
        var starter = -1;
        var previousClass = 0;
        foreach (var character in characters)
        {
            var combiningClass = CombiningClass(character);

            // A mark is cut off from its starter by one of the same class in between, and a starter by anything in between.
            var reachable = starter >= 0 && (starter == composed.Length - 1 || previousClass < combiningClass);
            if (reachable && TryCompose(composed[starter], character, out var whole))
            {
                composed[starter] = whole;
                continue;
            }

            if (combiningClass == 0)
            {
                starter = composed.Length;
            }

            previousClass = combiningClass;
            composed.Append(character);
        }

        return composed.ToString();
    }

    private static bool TryCompose(char starter, char next, out char whole)
    {
        if (Composed.TryGetValue((starter, next), out whole))
        {
            return true;
        }

        int lead = starter - Leads, vowel = next - Vowels, syllable = starter - Syllables, trail = next - Trails;
        if (lead is >= 0 and < LeadCount && vowel is >= 0 and < VowelCount)
        {
            whole = (char)(Syllables + (((lead * VowelCount) + vowel) * TrailCount));
            return true;
        }

        if (syllable is >= 0 and < LeadCount * VowelCount * TrailCount && syllable % TrailCount == 0 && trail is > 0 and < TrailCount)
        {
            whole = (char)(starter + trail);
            return true;
        }

        return false;
    }

    private static int CombiningClass(char character) => CombiningClasses.TryGetValue(character, out var value) ? value : 0;
}
