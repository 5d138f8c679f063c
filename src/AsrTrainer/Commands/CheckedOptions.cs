using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace AsrTrainer.Commands;

/// <summary>
/// Options whose values are read and checked in one place. Validators of the library would see values that could not be read, and the
/// library's own message for those names a type of .NET.
/// </summary>
internal static class CheckedOptions
{
    /// <summary>Makes an option read numbers as <paramref name="problem"/> allows them, which says what is wrong or null.</summary>
    /// <param name="option">The option.</param>
    /// <param name="expected">What a value must be, to follow "must be".</param>
    /// <param name="problem">What is wrong with a number; null for nothing.</param>
    public static Option<T> ReadBy<T>(this Option<T> option, string expected, Func<T, string?> problem)
        where T : struct, INumber<T>
    {
        option.CustomParser = result => Read(option, result, expected, problem) ?? default;
        return option;
    }

    /// <summary>The same for a number that need not be given.</summary>
    public static Option<T?> ReadBy<T>(this Option<T?> option, string expected, Func<T, string?> problem)
        where T : struct, INumber<T>
    {
        option.CustomParser = result => Read(option, result, expected, problem);
        return option;
    }

    /// <summary>Takes whole numbers from 0.</summary>
    public static Option<int> ReadCount(this Option<int> option) =>
        option.ReadBy("a whole number", count => count >= 0 ? null : $"must be at least 0, was {count}");

    /// <summary>Refuses an empty path: most likely a variable of a script that was never set.</summary>
    public static Option<string?> NotEmpty(this Option<string?> option)
    {
        option.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value)))
            {
                result.AddError($"{option.Name}: is empty; name a folder");
            }
        });
        return option;
    }

    private static T? Read<T>(Option option, ArgumentResult result, string expected, Func<T, string?> problem)
        where T : struct, INumber<T>
    {
        string text = result.Tokens[0].Value;
        const NumberStyles Styles = NumberStyles.Float;
        string? wrong = T.TryParse(text, Styles, CultureInfo.InvariantCulture, out T value)
            ? problem(value)
            : $"must be {expected}, was {(string.IsNullOrWhiteSpace(text) ? "empty" : text)}";
        if (wrong is null)
        {
            return value;
        }

        result.AddError($"{option.Name}: {wrong}");
        return null;
    }
}
