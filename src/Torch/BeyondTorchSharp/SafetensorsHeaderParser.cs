using System.Text.Json;

namespace TorchSharp.BeyondTorchSharp;

/// <summary>Turns a safetensors header's JSON into entries; whatever is not as the format says is refused with what was found.</summary>
internal static class SafetensorsHeaderParser
{
    // What the operations of libtorch take at most.
    private const int MostDimensions = 64;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 8 };

    /// <summary>Reads all entries and the metadata.</summary>
    public static (List<SafetensorsEntry> Entries, Dictionary<string, string> Metadata) Parse(ReadOnlyMemory<byte> header)
    {
        try
        {
            using var document = JsonDocument.Parse(header, Strict);
            if (header.Span[0] != (byte)'{')
            {
                throw new InvalidDataException("The header does not begin with '{'.");
            }

            var entries = new List<SafetensorsEntry>();
            var metadata = new Dictionary<string, string>();
            foreach (var property in Properties(document.RootElement, "the header"))
            {
                if (property.Name == SafetensorsHeader.MetadataKey)
                {
                    metadata = Metadata(property.Value);
                }
                else
                {
                    entries.Add(Entry(property.Name, property.Value));
                }
            }

            return (entries, metadata);
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException($"The header is not JSON: {fault.Message}", fault);
        }
        catch (InvalidOperationException fault)
        {
            // A string that is not valid UTF-16 after unescaping.
            throw new InvalidDataException($"The header holds a text that is not Unicode: {fault.Message}", fault);
        }
    }

    private static Dictionary<string, string> Metadata(JsonElement element)
    {
        var metadata = new Dictionary<string, string>();
        foreach (var property in Properties(element, "the metadata"))
        {
            metadata.Add(property.Name, property.Value.ValueKind == JsonValueKind.String
                ? property.Value.GetString()!
                : throw new InvalidDataException($"The metadata '{property.Name}' is not a text: {property.Value.ValueKind}."));
        }

        return metadata;
    }

    private static SafetensorsEntry Entry(string name, JsonElement element)
    {
        var parts = Properties(element, $"the description of '{name}'").ToDictionary(part => part.Name, part => part.Value);
        if (parts.Count != 3
            || !parts.TryGetValue("dtype", out var type)
            || !parts.TryGetValue("shape", out var shape)
            || !parts.TryGetValue("data_offsets", out var offsets))
        {
            throw new InvalidDataException($"'{name}' has the parts {string.Join(", ", parts.Keys)}; expected dtype, shape, data_offsets.");
        }

        var typeName = type.ValueKind == JsonValueKind.String ? type.GetString() : type.ValueKind.ToString();
        var scalarType = SafetensorsEntry.TypeByName(typeName)
            ?? throw new InvalidDataException($"'{name}' has the type {typeName}; known are F64, F32, F16, BF16, I64, I32, U8 and BOOL.");
        var sizes = Integers(shape, name);
        var places = Integers(offsets, name);
        var length = SafetensorsEntry.ByteLength(scalarType, sizes);
        if (places.Length != 2 || places[0] < 0 || places[1] < places[0] || places[1] - places[0] != length)
        {
            throw new InvalidDataException(
                $"'{name}' is {typeName} of shape [{string.Join(", ", sizes)}], but its place is [{string.Join(", ", places)}].");
        }

        if (length > int.MaxValue)
        {
            throw new InvalidDataException($"'{name}' has {length} bytes; tensors of up to {int.MaxValue} can be read.");
        }

        return new SafetensorsEntry(name, scalarType, sizes, places[0], length.Value);
    }

    private static long[] Integers(JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Array || element.GetArrayLength() > MostDimensions)
        {
            var found = element.ValueKind == JsonValueKind.Array ? $"a list of {element.GetArrayLength()}" : element.ValueKind.ToString();
            throw new InvalidDataException(
                $"'{name}' has {found} where a list of whole numbers, at most {MostDimensions}, was expected.");
        }

        var numbers = new List<long>();
        foreach (var number in element.EnumerateArray())
        {
            numbers.Add(number.ValueKind == JsonValueKind.Number && number.TryGetInt64(out var value)
                ? value
                : throw new InvalidDataException($"'{name}' has {number.GetRawText()} where a whole number was expected."));
        }

        return [.. numbers];
    }

    private static IEnumerable<JsonProperty> Properties(JsonElement element, string what)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw new InvalidDataException($"{what} is not an object: {element.ValueKind}.");
        }

        var seen = new HashSet<string>();
        foreach (var property in element.EnumerateObject())
        {
            yield return seen.Add(property.Name)
                ? property
                : throw new InvalidDataException($"{what} has '{property.Name}' twice.");
        }
    }
}
