using System.Reflection;

namespace AsrTrainer.Configuration;

/// <summary>
/// Fills options records from nodes by name. It never stops at a problem: what cannot be bound keeps its default, is noted, and the
/// rest is looked at all the same.
/// </summary>
internal sealed class OptionsBinder(ConfigurationProblems problems)
{
    // Stands for "nothing was bound": null is a legal value of nullable options.
    private static readonly object NotBound = new();

    private IReadOnlyList<string> knownPaths = [];

    /// <summary>The options with the file's values laid over the defaults.</summary>
    public T Bind<T>(MappingNode root)
        where T : class, new()
    {
        knownPaths = [.. Paths(typeof(T), "")];
        return (T)BindOptions(new T(), root, "");
    }

    private object BindOptions(object defaults, MappingNode node, string path)
    {
        object options = OptionTypes.Copy(defaults);
        var properties = OptionTypes.Properties(options.GetType()).ToDictionary(property => KeyNames.Of(property.Name));
        var seen = new Dictionary<string, Origin>();
        foreach (MappingEntry entry in node.Entries)
        {
            string entryPath = KeyNames.Join(path, entry.Key);
            if (!NotRepeated(seen, entry, entryPath))
            {
                continue;
            }

            if (!properties.TryGetValue(entry.Key, out PropertyInfo? property))
            {
                problems.Add(entry.Origin, entryPath, () => UnknownKey(entry.Key, entryPath, properties.Keys));
                continue;
            }

            object? value = BindProperty(property, property.GetValue(options), entry, entryPath);
            if (value != NotBound)
            {
                property.SetValue(options, value);
            }
        }

        return options;
    }

    private object? BindProperty(PropertyInfo property, object? current, MappingEntry entry, string path)
    {
        if (entry.Value is ScalarNode { IsNull: true })
        {
            if (OptionTypes.AllowsNull(property))
            {
                return null;
            }

            // A section whose keys are all commented out is an empty section, not a mistake.
            if (OptionTypes.IsOptions(property.PropertyType))
            {
                return NotBound;
            }
        }

        return BindValue(property.PropertyType, current, entry.Value, entry.Origin, path);
    }

    private object? BindValue(Type type, object? current, ConfigurationNode node, Origin origin, string path)
    {
        if (type == typeof(CorpusSources))
        {
            return BindSources(node, origin, path);
        }

        switch (node)
        {
            case MappingNode mapping when OptionTypes.IsOptions(type):
                return BindOptions(current ?? Activator.CreateInstance(type)!, mapping, path);
            case MappingNode mapping when OptionTypes.DictionaryValue(type) is { } valueType:
                return BindDictionary(valueType, mapping, path);
            case SequenceNode sequence when OptionTypes.ListElement(type) is { } element:
                return BindList(element, sequence, path);
            case ScalarNode { IsNull: false } scalar when OptionTypes.ParseScalar(type, scalar) is { } value:
                return value;
            default:
                problems.Add(origin, path, $"must be {OptionTypes.Allowed(type)}, was {node.Description}");
                return NotBound;
        }
    }

    private object BindList(Type element, SequenceNode sequence, string path)
    {
        object[] bound =
        [
            .. sequence.Items
                .Select((item, index) => BindValue(element, null, item, item.Origin, $"{path}[{index}]"))
                .Where(value => value != NotBound && value is not null)
                .Select(value => value!),
        ];
        var list = Array.CreateInstance(element, bound.Length);
        bound.CopyTo(list, 0);
        return list;
    }

    private System.Collections.IDictionary BindDictionary(Type valueType, MappingNode mapping, string path)
    {
        // Keeps the order of the file: reports show the sets in it.
        var dictionary = (System.Collections.IDictionary)Activator.CreateInstance(
            typeof(OrderedDictionary<,>).MakeGenericType(typeof(string), valueType))!;
        var seen = new Dictionary<string, Origin>();
        foreach (MappingEntry entry in mapping.Entries)
        {
            string entryPath = KeyNames.Join(path, entry.Key);
            if (NotRepeated(seen, entry, entryPath)
                && BindValue(valueType, null, entry.Value, entry.Origin, entryPath) is { } value && value != NotBound)
            {
                dictionary[entry.Key] = value;
            }
        }

        return dictionary;
    }

    private object BindSources(ConfigurationNode node, Origin origin, string path)
    {
        var sources = new List<NamedPath>();
        switch (node)
        {
            case ScalarNode { IsNull: false } scalar:
                sources.Add(NamedPath.Unnamed(scalar.Value));
                break;
            case SequenceNode sequence when sequence.Items.All(item => item is ScalarNode { IsNull: false }):
                sources.AddRange(sequence.Items.Select(item => NamedPath.Unnamed(((ScalarNode)item).Value)));
                break;
            case MappingNode mapping when mapping.Entries.All(entry => entry.Value is ScalarNode { IsNull: false }):
                sources.AddRange(mapping.Entries.Select(entry => new NamedPath(entry.Key, ((ScalarNode)entry.Value).Value)));
                break;
            default:
                string found = node is ScalarNode ? node.Description : $"{node.Description} with something else than paths in it";
                problems.Add(origin, path, $"must be {OptionTypes.Allowed(typeof(CorpusSources))}, was {found}");
                return NotBound;
        }

        return new CorpusSources(sources);
    }

    private bool NotRepeated(Dictionary<string, Origin> seen, MappingEntry entry, string path)
    {
        if (seen.TryAdd(entry.Key, entry.Origin))
        {
            return true;
        }

        problems.Add(entry.Origin, path, $"this key stands twice, first in line {seen[entry.Key].Line}; remove one of them");
        return false;
    }

    // A near miss in the same section first; then the same key in another section, for keys that were put in the wrong place.
    private string UnknownKey(string key, string path, IReadOnlyCollection<string> siblings)
    {
        (string near, int edits) = KeyNames.Nearest(key, siblings);
        string? elsewhere = knownPaths.FirstOrDefault(
            known => known != path && known.AsSpan(known.LastIndexOf('.') + 1).SequenceEqual(key));
        if (edits > Math.Max(2, key.Length / 3) && elsewhere is not null)
        {
            return $"unknown key; the nearest known key is {elsewhere}";
        }

        string prefix = path[..^key.Length];
        return $"unknown key; the nearest known key is {prefix}{near}; known here: {string.Join(", ", siblings.Order())}";
    }

    private static IEnumerable<string> Paths(Type options, string path)
    {
        foreach (PropertyInfo property in OptionTypes.Properties(options))
        {
            string own = KeyNames.Join(path, KeyNames.Of(property.Name));
            yield return own;
            if (OptionTypes.IsOptions(property.PropertyType))
            {
                foreach (string nested in Paths(property.PropertyType, own))
                {
                    yield return nested;
                }
            }
        }
    }
}
