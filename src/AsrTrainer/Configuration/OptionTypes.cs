using System.Globalization;
using System.Reflection;

namespace AsrTrainer.Configuration;

/// <summary>
/// What an options record may be made of: scalars, enums, other options records, lists, and dictionaries with text keys. One place
/// decides it, so that binder and writer cannot drift apart.
/// </summary>
internal static class OptionTypes
{
    /// <summary>The settable properties in the order of declaration; computed ones are not options.</summary>
    public static IReadOnlyList<PropertyInfo> Properties(Type options) =>
        [.. options.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.GetIndexParameters().Length == 0 && property.SetMethod is { IsPublic: true })
            .OrderBy(property => property.MetadataToken)];

    /// <summary>Whether the type is an options record: a record class that can be made without arguments.</summary>
    public static bool IsOptions(Type type) =>
        type.IsClass && type.GetConstructor(Type.EmptyTypes) is not null && CloneMethod(type) is not null;

    /// <summary>A copy whose properties can be set without changing the original, which may be a shared default.</summary>
    public static object Copy(object options) => CloneMethod(options.GetType())!.Invoke(options, null)!;

    /// <summary>The element of a list type, or null.</summary>
    public static Type? ListElement(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GetGenericArguments()[0] : null;

    /// <summary>The value of a dictionary type with text keys, or null.</summary>
    public static Type? DictionaryValue(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>)
            && type.GetGenericArguments()[0] == typeof(string)
            ? type.GetGenericArguments()[1]
            : null;

    /// <summary>Whether null may be written for this property.</summary>
    public static bool AllowsNull(PropertyInfo property) =>
        Nullable.GetUnderlyingType(property.PropertyType) is not null
        || new NullabilityInfoContext().Create(property).WriteState == NullabilityState.Nullable;

    /// <summary>What is allowed for a type, to stand after "must be".</summary>
    public static string Allowed(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(CorpusSources))
        {
            return "a path, a list of paths or a mapping of name: path";
        }

        if (type.IsEnum)
        {
            return $"one of {string.Join(", ", Enum.GetNames(type).Select(KeyNames.Of))}";
        }

        if (ListElement(type) is { } element)
        {
            return $"a list, each item {Allowed(element)}";
        }

        if (DictionaryValue(type) is { } value)
        {
            return $"a mapping of names, each value {Allowed(value)}";
        }

        return Type.GetTypeCode(type) switch
        {
            TypeCode.Boolean => "true or false",
            TypeCode.String => "text",
            TypeCode.Double or TypeCode.Single => "a number",
            TypeCode.Int32 => $"a whole number from {int.MinValue} to {int.MaxValue}",
            TypeCode.Int64 => "a whole number",
            TypeCode.UInt64 => "a whole number, not negative",
            _ => "a mapping of keys",
        };
    }

    /// <summary>The value of a scalar, or null when the text is not of that type. Words like yes or 0x10 are not guessed at.</summary>
    public static object? ParseScalar(Type type, ScalarNode node)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string))
        {
            return node.Value;
        }

        if (type.IsEnum)
        {
            return Enum.GetNames(type).FirstOrDefault(name => KeyNames.Of(name) == node.Value) is { } name ? Enum.Parse(type, name) : null;
        }

        // The quotes say that the writer meant text.
        return node.IsQuoted ? null : ParseNumber(type, node.Value);
    }

    private static object? ParseNumber(Type type, string text)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        return Type.GetTypeCode(type) switch
        {
            TypeCode.Boolean => text switch { "true" => true, "false" => false, _ => null },
            TypeCode.Int32 => int.TryParse(text, NumberStyles.AllowLeadingSign, culture, out int value) ? value : null,
            TypeCode.Int64 => long.TryParse(text, NumberStyles.AllowLeadingSign, culture, out long value) ? value : null,
            TypeCode.UInt64 => ulong.TryParse(text, NumberStyles.None, culture, out ulong value) ? value : null,
            TypeCode.Double => double.TryParse(text, NumberStyles.Float, culture, out double d) && double.IsFinite(d) ? d : null,
            TypeCode.Single => float.TryParse(text, NumberStyles.Float, culture, out float f) && float.IsFinite(f) ? f : null,
            _ => null,
        };
    }

    private static MethodInfo? CloneMethod(Type type) => type.GetMethod("<Clone>$", BindingFlags.Public | BindingFlags.Instance);
}
