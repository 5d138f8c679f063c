namespace AsrTrainer.Configuration;

/// <summary>A file and its overrides to checked options, or one fault that lists everything that is wrong with them.</summary>
internal static class ConfigurationLoader
{
    /// <summary>Reads a file and lays each <c>a.b=c</c> over it, in order.</summary>
    public static T Load<T>(string path, IReadOnlyList<string> sets)
        where T : class, new() => Bind<T>(YamlReader.ReadFile(path), sets);

    /// <summary>The same for a text that stands for a file named <paramref name="file"/> in messages.</summary>
    public static T Bind<T>(string yaml, string file, IReadOnlyList<string> sets)
        where T : class, new() => Bind<T>(YamlReader.ReadMapping(yaml, file), sets);

    private static T Bind<T>(MappingNode root, IReadOnlyList<string> sets)
        where T : class, new()
    {
        Overrides.Apply(root, sets);
        var problems = new ConfigurationProblems();
        T options = new OptionsBinder(problems).Bind<T>(root);
        OptionsValidation.Collect(options, root, problems);
        problems.ThrowIfAny();
        return options;
    }
}
