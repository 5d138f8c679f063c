using AsrTrainer.Speech.Text;

namespace AsrTrainer.Speech.Corpora;

/// <summary>
/// Finds characters that no name should have: names are shown with whatever is found, and these would steer the terminal.
/// </summary>
internal static class ControlCharacters
{
    /// <summary>The first one, by its number; null where there is none.</summary>
    public static string? Find(params ReadOnlySpan<string?> names)
    {
        foreach (var name in names)
        {
            foreach (var character in name ?? "")
            {
                if (char.IsControl(character))
                {
                    return CodePoint.Describe(character);
                }
            }
        }

        return null;
    }
}
