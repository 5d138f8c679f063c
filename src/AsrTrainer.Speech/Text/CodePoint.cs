using System.Globalization;
using System.Text;

namespace AsrTrainer.Speech.Text;

/// <summary>Names characters in messages by number and, where a terminal can show it, by sight.</summary>
internal static class CodePoint
{
    /// <summary><c>U+00E9 'é'</c>; only the number for what would not be seen, such as a combining mark or a zero-width space.</summary>
    public static string Describe(Rune character)
    {
        var visible = Rune.GetUnicodeCategory(character) is not (
            UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
            or UnicodeCategory.OtherNotAssigned or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
        return visible ? $"U+{character.Value:X4} '{character}'" : $"U+{character.Value:X4}";
    }

    /// <inheritdoc cref="Describe(Rune)"/>
    public static string Describe(char character) => Describe(Rune.TryCreate(character, out var rune) ? rune : Rune.ReplacementChar);
}
