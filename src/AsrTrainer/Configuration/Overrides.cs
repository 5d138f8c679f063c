using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Configuration;

/// <summary>
/// Lays <c>--set a.b=c</c> over a parsed file. The value is YAML (<c>3</c>, <c>[1, 2]</c>, <c>{dev: path}</c>) and replaces what
/// stood there.
/// </summary>
internal static class Overrides
{
    public static void Apply(MappingNode root, IEnumerable<string> sets)
    {
        var problems = new List<string>();
        foreach ((int place, string set) in sets.Index())
        {
            try
            {
                ApplyOne(root, set, place);
            }
            catch (UserFault fault)
            {
                problems.AddRange(fault.Problems);
            }
        }

        if (problems.Count > 0)
        {
            throw new UserFault(ExitCode.Configuration, problems);
        }
    }

    private static void ApplyOne(MappingNode root, string set, int place)
    {
        int equals = set.IndexOf('=', StringComparison.Ordinal);
        string path = equals < 0 ? set : set[..equals].Trim();
        string[] keys = path.Split('.');
        if (equals < 0 || keys.Any(string.IsNullOrWhiteSpace))
        {
            throw new UserFault(ExitCode.Configuration, $"--set {set}: must be section.key=value, for example --set training.epochs=3");
        }

        ConfigurationNode value = YamlReader.ReadValue(set[(equals + 1)..], Origin.OfSet(path, place));
        MappingNode section = root;
        foreach (string key in keys[..^1])
        {
            section = Section(section, key, value.Origin);
        }

        Put(section, new MappingEntry(keys[^1], value.Origin, value));
    }

    private static MappingNode Section(MappingNode parent, string key, Origin origin)
    {
        if (parent.Entries.Find(entry => entry.Key == key)?.Value is MappingNode existing)
        {
            return existing;
        }

        var section = new MappingNode(origin, []);
        Put(parent, new MappingEntry(key, origin, section));
        return section;
    }

    private static void Put(MappingNode section, MappingEntry entry)
    {
        section.Entries.RemoveAll(existing => existing.Key == entry.Key);
        section.Entries.Add(entry);
    }
}
