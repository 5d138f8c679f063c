using System.Text.Json.Nodes;

namespace Fuzzing;

/// <summary>
/// JSON that is still JSON, with other values in some of its places: what damage to single bytes hardly ever hits, least of all where the
/// text stands in quotes inside another file.
/// </summary>
internal static class JsonMutations
{
    private static readonly string[] Values =
    [
        "null", "true", "0", "-1", "1", "0.5", "1024", "1025", "65536", "2000000000", "2147483647", "2147483648", "9223372036854775807",
        "-9223372036854775808", "1e18", "1e308", "-1e308", "1e-320", "1e999", "\"\"", "\"NaN\"", "\"Infinity\"", "\"-Infinity\"",
        "\"fp32\"", "\"\\u0000\"", "\"\\u001b[2J\"", "[]", "{}", "[null]", "[[]]", "[\"\"]", "{\"a\":null}",
        "[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]",
    ];

    /// <summary>A copy in which one to three values are others, or gone, or there once more.</summary>
    public static string Change(string json, Random random)
    {
        var root = JsonNode.Parse(json)!;
        for (var changes = 1 + random.Next(3); changes > 0; changes--)
        {
            var places = Places(root).ToList();
            if (places.Count > 0)
            {
                Change(places[random.Next(places.Count)], random);
            }
        }

        return root.ToJsonString();
    }

    private static void Change((JsonNode Parent, string Key, int Index) place, Random random)
    {
        var (parent, key, index) = place;
        var action = random.Next(8);
        if (parent is JsonObject entries)
        {
            switch (action)
            {
                case 0: entries.Remove(key); break;
                case 1: entries[$"{key}_"] = entries[key]?.DeepClone(); break;
                default: entries[key] = Value(random); break;
            }
        }
        else if (parent is JsonArray items)
        {
            switch (action)
            {
                case 0: items.RemoveAt(index); break;
                case 1: items.Add(items[index]?.DeepClone()); break;
                default: items[index] = Value(random); break;
            }
        }
    }

    private static JsonNode? Value(Random random) => JsonNode.Parse(Values[random.Next(Values.Length)]);

    private static IEnumerable<(JsonNode Parent, string Key, int Index)> Places(JsonNode? node) => node switch
    {
        JsonObject entries => entries.ToList().SelectMany(entry => Places(entry.Value).Prepend((entries, entry.Key, 0))),
        JsonArray items => items.ToList().SelectMany((item, index) => Places(item).Prepend((items, "", index))),
        _ => [],
    };
}
