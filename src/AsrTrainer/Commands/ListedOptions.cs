using System.CommandLine;

namespace AsrTrainer.Commands;

/// <summary>Options that take several words of a known set: <c>--only train,infer</c>, or <c>--only train --only infer</c>.</summary>
internal static class ListedOptions
{
    /// <summary>Makes an option take any of <paramref name="allowed"/>, each at most once, in the order given.</summary>
    public static Option<string[]> ReadListOf(this Option<string[]> option, params string[] allowed)
    {
        option.CustomParser = result =>
        {
            string[] words = [.. result.Tokens.SelectMany(token => token.Value.Split(',')).Select(word => word.Trim()).Distinct()];
            foreach (string word in words.Except(allowed))
            {
                result.AddError(
                    $"{option.Name}: must be one or more of {string.Join(", ", allowed)}, was {(word.Length == 0 ? "empty" : word)}");
            }

            return words;
        };
        return option;
    }
}
