using AsrTrainer.Speech.Faults;
using AsrTrainer.Speech.Files;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace AsrTrainer.Configuration;

/// <summary>
/// YAML text to nodes. Only data: tags, anchors and aliases are refused, so that nothing in a file can make the program construct
/// an object or expand without end.
/// </summary>
internal static class YamlReader
{
    // Deeper than any configuration; a bound, because nesting recurses.
    private const int MaxDepth = 32;

    // Larger than any configuration.
    private const int MaxBytes = 1 << 20;

    /// <summary>Reads the one mapping that a configuration file holds.</summary>
    public static MappingNode ReadFile(string path)
    {
        if (Directory.Exists(path))
        {
            throw new UserFault(ExitCode.Configuration, $"{path}: is a folder; name a YAML file, for example configs/quickstart.yaml");
        }

        if (!File.Exists(path))
        {
            throw new UserFault(ExitCode.Configuration, $"{path}: no such file; name a YAML file, for example configs/quickstart.yaml");
        }

        try
        {
            return ReadMapping(ReadText(path), path);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new UserFault(ExitCode.Configuration, $"{path}: cannot be read: {cause.Message}", cause);
        }
    }

    private static string ReadText(string path)
    {
        using FileStream file = OrdinaryFile.OpenRead(path);
        byte[] bytes = new byte[MaxBytes + 1];
        int count = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (count > MaxBytes)
        {
            throw new UserFault(
                ExitCode.Configuration, $"{path}: is longer than {MaxBytes} bytes; name a YAML file, for example configs/quickstart.yaml");
        }

        using var text = new StreamReader(new MemoryStream(bytes, 0, count));
        return text.ReadToEnd();
    }

    /// <summary>Reads a text that stands for a file named <paramref name="file"/> in messages.</summary>
    public static MappingNode ReadMapping(string text, string file)
    {
        ConfigurationNode? node = Read(text, mark => Origin.InFile(file, (int)mark.Line));
        return node switch
        {
            MappingNode mapping => mapping,
            null => throw new UserFault(ExitCode.Configuration, $"{file}: is empty; a configuration is a mapping of keys"),
            _ => throw new UserFault(
                ExitCode.Configuration,
                node.Origin.Describe("", $"a configuration is a mapping of keys, but this is {node.Description}")),
        };
    }

    /// <summary>Reads the right side of a <c>--set</c>; an empty one is the null value.</summary>
    public static ConfigurationNode ReadValue(string text, Origin origin) =>
        Read(text, _ => origin) ?? new ScalarNode(origin, "", isQuoted: false);

    private static ConfigurationNode? Read(string text, Func<Mark, Origin> originOf)
    {
        var parser = new Parser(new StringReader(text));
        try
        {
            parser.Consume<StreamStart>();
            if (parser.Accept<StreamEnd>(out _))
            {
                return null;
            }

            parser.Consume<DocumentStart>();
            ConfigurationNode node = ReadNode(parser, originOf, depth: 0);
            parser.Consume<DocumentEnd>();
            if (parser.Accept<DocumentStart>(out DocumentStart? second) && second is not null)
            {
                throw Refused(originOf(second.Start), "a second document; one file holds one configuration");
            }

            return node;
        }
        catch (YamlException cause)
        {
            // The mark is where the unfinished thing began; the reader gave up further down.
            string until = cause.End.Line > cause.Start.Line ? $" (noticed in line {cause.End.Line})" : "";
            throw Refused(originOf(cause.Start), $"is not valid YAML: {cause.Message}{until}");
        }
        catch (Exception cause) when (cause is not UserFault)
        {
            // The parser fails in its own ways over text that is cut off inside brackets.
            throw Refused(
                originOf(parser.Current?.End ?? new Mark(0, 1, 1)),
                "is not valid YAML from here on; look for a bracket, a brace or a quote that is not closed");
        }
    }

    private static ConfigurationNode ReadNode(IParser parser, Func<Mark, Origin> originOf, int depth)
    {
        ParsingEvent current = parser.Consume<ParsingEvent>();
        Origin origin = originOf(current.Start);
        if (current is AnchorAlias || (current is NodeEvent node && !(node.Anchor.IsEmpty && IsOrdinary(node.Tag))))
        {
            throw Refused(origin, "anchors, aliases and tags (&, *, !) are not allowed; write the value out");
        }

        if (depth > MaxDepth)
        {
            throw Refused(origin, $"nested more than {MaxDepth} deep");
        }

        switch (current)
        {
            case Scalar scalar:
                return new ScalarNode(origin, scalar.Value, scalar.Style is not (ScalarStyle.Plain or ScalarStyle.Any));
            case SequenceStart:
                var items = new List<ConfigurationNode>();
                while (!parser.TryConsume<SequenceEnd>(out _))
                {
                    items.Add(ReadNode(parser, originOf, depth + 1));
                }

                return new SequenceNode(origin, items);
            default:
                return ReadEntries(parser, originOf, origin, depth);
        }
    }

    private static MappingNode ReadEntries(IParser parser, Func<Mark, Origin> originOf, Origin origin, int depth)
    {
        var entries = new List<MappingEntry>();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            ConfigurationNode key = ReadNode(parser, originOf, depth + 1);
            if (key is not ScalarNode name)
            {
                throw Refused(key.Origin, $"a key must be a word, but this is {key.Description}");
            }

            entries.Add(new MappingEntry(name.Value, key.Origin, ReadNode(parser, originOf, depth + 1)));
        }

        return new MappingNode(origin, entries);
    }

    // A quoted scalar without a tag of its own carries the non-specific tag "!".
    private static bool IsOrdinary(TagName tag) => tag.IsEmpty || tag.IsNonSpecific;

    private static UserFault Refused(Origin origin, string problem) => new(ExitCode.Configuration, origin.Describe("", problem));
}
