using System.Globalization;
using System.Text;

namespace AsrTrainer.Speech.Text;

/// <summary>
/// Unicode normalisation form C (Unicode Standard Annex 15): a letter and its accent become one character. The runtime leaves text as it
/// is when globalisation is invariant, as it is here, so that no ICU needs to be installed.
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

    private static readonly Dictionary<int, byte> CombiningClasses = [];
    private static readonly Dictionary<(int Starter, int Next), int> Composed = [];
    private static readonly Dictionary<int, int[]> Decomposed = [];

    static CanonicalComposition()
    {
        foreach (var (whole, parts) in Entries(CompositionTable.Composed))
        {
            Decomposed.Add(whole, parts);
            Composed.Add((parts[0], parts[1]), whole);
        }

        foreach (var (whole, parts) in Entries(CompositionTable.Excluded))
        {
            Decomposed.Add(whole, parts);
        }

        foreach (var entry in CompositionTable.Classes.Split(' '))
        {
            var sides = entry.Split('=');
            var ends = sides[0].Split('-');
            for (var code = Number(ends[0]); code <= Number(ends[^1]); code++)
            {
                CombiningClasses.Add(code, byte.Parse(sides[1], CultureInfo.InvariantCulture));
            }
        }
    }

    /// <summary><paramref name="text"/> in form C. Marks that compose with nothing stay, in the order of their combining classes.</summary>
    public static string Compose(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange('\0', '\u02FF'))
        {
            return text;
        }

        var characters = new List<int>(text.Length + 16);
        for (var i = 0; i < text.Length; i++)
        {
            Decompose(CodePointAt(text, i), characters);
            i += char.IsSurrogatePair(text, i) ? 1 : 0;
        }

        SortMarks(characters);
        ComposeSorted(characters);
        return Text(characters);
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
        place -= place > 0 && char.IsSurrogatePair(text, place - 1) ? 1 : 0;
        Rune[] first = [.. text[place..].EnumerateRunes().Take(2)];
        var length = Compose($"{first[0]}") == $"{first[0]}" ? 2 : 1;
        return string.Join(' ', first.Take(length).Select(rune => $"U+{rune.Value:X4}"));
    }

    private static IEnumerable<(int Whole, int[] Parts)> Entries(string table) =>
        table.Split(' ').Select(entry => (Number(entry[..entry.IndexOf('=')]), entry[(entry.IndexOf('=') + 1)..].Split('+')))
            .Select(entry => (entry.Item1, entry.Item2.Select(Number).ToArray()));

    private static int Number(string hexadecimal) => int.Parse(hexadecimal, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    // Half a pair is no character of Unicode, and stays as it is.
    private static int CodePointAt(string text, int place) =>
        char.IsSurrogatePair(text, place) ? char.ConvertToUtf32(text, place) : text[place];

    private static string Text(List<int> characters)
    {
        var text = new StringBuilder(characters.Count);
        foreach (var character in characters)
        {
            _ = character > char.MaxValue ? text.Append(char.ConvertFromUtf32(character)) : text.Append((char)character);
        }

        return text.ToString();
    }

    private static void Decompose(int character, List<int> characters)
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
    private static void SortMarks(List<int> characters)
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
                int[] sorted = [.. characters[start..end].OrderBy(CombiningClass)];
                for (var i = 0; i < sorted.Length; i++)
                {
                    characters[start + i] = sorted[i];
                }
            }

            start = end;
        }
    }

    /// <summary>In place: what is composed lies at the start of the list, which is cut off after it.</summary>
    private static void ComposeSorted(List<int> characters)
    {
        var (count, starter, previousClass) = (0, -1, 0);
        foreach (var character in characters.ToArray())
        {
            var combiningClass = CombiningClass(character);

            // A mark is cut off from its starter by one of the same class in between, and a starter by anything in between.
            var reachable = starter >= 0 && (starter == count - 1 || previousClass < combiningClass);
            if (reachable && TryCompose(characters[starter], character, out var whole))
            {
                characters[starter] = whole;
                continue;
            }

            if (combiningClass == 0)
            {
                starter = count;
            }

            previousClass = combiningClass;
            characters[count++] = character;
        }

        characters.RemoveRange(count, characters.Count - count);
    }

    private static bool TryCompose(int starter, int next, out int whole)
    {
        if (Composed.TryGetValue((starter, next), out whole))
        {
            return true;
        }

        int lead = starter - Leads, vowel = next - Vowels, syllable = starter - Syllables, trail = next - Trails;
        if (lead is >= 0 and < LeadCount && vowel is >= 0 and < VowelCount)
        {
            whole = Syllables + (((lead * VowelCount) + vowel) * TrailCount);
            return true;
        }

        if (syllable is >= 0 and < LeadCount * VowelCount * TrailCount && syllable % TrailCount == 0 && trail is > 0 and < TrailCount)
        {
            whole = starter + trail;
            return true;
        }

        return false;
    }

    private static int CombiningClass(int character) => CombiningClasses.TryGetValue(character, out var value) ? value : 0;
}
