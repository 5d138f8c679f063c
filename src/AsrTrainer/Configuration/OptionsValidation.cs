using System.Reflection;
using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Configuration;

/// <summary>Asks every section for its own problems and gives each the line it came from; a default has that of its section.</summary>
internal static class OptionsValidation
{
    public static void Collect(object options, MappingNode root, ConfigurationProblems problems) =>
        Collect(options, root, root.Origin, "", problems);

    private static void Collect(object options, MappingNode? node, Origin origin, string path, ConfigurationProblems problems)
    {
        if (options is IValidatedOptions validated)
        {
            foreach (OptionProblem found in validated.Validate())
            {
                string key = KeyNames.Of(found.Property);
                string keyPath = KeyNames.Join(path, key);

                // A value that could not be bound stands at its default here; its own problem has been told.
                if (!problems.Concerns(keyPath))
                {
                    problems.Add(Entry(node, key)?.Origin ?? origin, keyPath, found.Problem);
                }
            }
        }

        foreach (PropertyInfo property in OptionTypes.Properties(options.GetType()))
        {
            string key = KeyNames.Of(property.Name);
            if (OptionTypes.IsOptions(property.PropertyType) && property.GetValue(options) is { } nested)
            {
                MappingEntry? entry = Entry(node, key);
                Collect(nested, entry?.Value as MappingNode, entry?.Origin ?? origin, KeyNames.Join(path, key), problems);
            }
        }
    }

    private static MappingEntry? Entry(MappingNode? node, string key) => node?.Entries.Find(entry => entry.Key == key);
}
