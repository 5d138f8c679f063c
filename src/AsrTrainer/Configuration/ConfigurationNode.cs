namespace AsrTrainer.Configuration;

/// <summary>
/// A parsed but not yet typed value. Unlike YamlDotNet's own tree it keeps repeated keys, so that they can be reported beside
/// everything else, and it knows where each value came from after overrides are laid over the file.
/// </summary>
internal abstract class ConfigurationNode(Origin origin)
{
    /// <summary>Where this value stands.</summary>
    public Origin Origin { get; } = origin;

    /// <summary>The value as an error message names it.</summary>
    public abstract string Description { get; }
}

/// <summary>A single value. Quoted means text, whatever it looks like.</summary>
internal sealed class ScalarNode(Origin origin, string value, bool isQuoted) : ConfigurationNode(origin)
{
    public string Value { get; } = value;

    public bool IsQuoted { get; } = isQuoted;

    public bool IsNull => !IsQuoted && Value is "" or "~" or "null";

    public override string Description => IsNull ? "nothing" : IsQuoted ? $"the text \"{Value}\"" : Value;
}

/// <summary>A list of values.</summary>
internal sealed class SequenceNode(Origin origin, IReadOnlyList<ConfigurationNode> items) : ConfigurationNode(origin)
{
    public IReadOnlyList<ConfigurationNode> Items { get; } = items;

    public override string Description => "a list";
}

/// <summary>Keys with values, in the order written. The list grows when overrides are laid over it.</summary>
internal sealed class MappingNode(Origin origin, List<MappingEntry> entries) : ConfigurationNode(origin)
{
    public List<MappingEntry> Entries { get; } = entries;

    public override string Description => "a mapping of keys";
}

/// <summary>One key of a mapping; <paramref name="Origin"/> is the place of the key.</summary>
internal sealed record MappingEntry(string Key, Origin Origin, ConfigurationNode Value);
