using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using AsrTrainer.Speech.Corpora;

namespace AsrTrainer.Neural.Training;

/// <summary>
/// What goes into a run's fingerprint, piece by piece, so that a refused resume can say what differs: each option under its key in the
/// configuration, each corpus as its number of utterances and a hash.
/// </summary>
internal static class FingerprintParts
{
    private const string TrainKey = "data.train";
    private const string DevKey = "data.dev";
    private const int Shown = 5;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>The parts of a plan.</summary>
    public static SortedDictionary<string, string> Of(TrainingPlan plan)
    {
        var parts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        void Add(string key, object options) => Flatten(parts, key, JsonSerializer.SerializeToNode(options, Json));
        Add("features", plan.Features);
        Add("model", plan.Model);
        Add("augmentation.spec_augment", plan.SpecAugment);
        Add("augmentation.speed_factors", plan.Loading.SpeedFactors);
        Add("augmentation.narrow_band_share", plan.Loading.NarrowBandShare);
        Add("batching", plan.Batching);
        Add("training", plan.Training);
        parts["text.alphabet"] = $"\"{plan.Alphabet.Characters}\"";
        parts[TrainKey] = Summary(plan.Train);
        parts[DevKey] = plan.Dev.Count == 0 ? "none" : string.Join(", ", plan.Dev.Select(corpus => corpus.Name));
        foreach (var corpus in plan.Dev)
        {
            parts[$"{DevKey}.{corpus.Name}"] = Summary(corpus);
        }

        return parts;
    }

    /// <summary>What differs, as a text for the user; empty if nothing does, or if the checkpoint does not say.</summary>
    public static string Differences(IReadOnlyDictionary<string, string> then, IReadOnlyDictionary<string, string> now)
    {
        if (then.Count == 0)
        {
            return "";
        }

        var keys = then.Keys.Union(now.Keys).Order(StringComparer.Ordinal);
        var found = keys.Select(key => Difference(key, then.GetValueOrDefault(key), now.GetValueOrDefault(key))).OfType<string>().ToArray();
        return string.Join(", ", found.Take(Shown)) + (found.Length > Shown ? $" and {found.Length - Shown} more" : "");
    }

    private static string? Difference(string key, string? was, string? now)
    {
        if (was == now)
        {
            return null;
        }

        var dev = key.StartsWith(DevKey + ".", StringComparison.Ordinal);
        if (key != TrainKey && !dev)
        {
            return $"{key} was {was ?? "unknown"}, is {now ?? "unknown"}";
        }

        // One that was added or taken away shows in the list of their names.
        if (was is null || now is null)
        {
            return null;
        }

        var corpus = dev ? $"the dev corpus {key[(DevKey.Length + 1)..]}" : "the training corpus";
        var (before, after) = (was.Split(' ')[0], now.Split(' ')[0]);
        return before == after
            ? $"{corpus} differs ({after} utterances as before, but with other ids, lengths or transcripts)"
            : $"{corpus} differs ({before} utterances then, {after} now)";
    }

    private static void Flatten(SortedDictionary<string, string> parts, string key, JsonNode? node)
    {
        if (node is not JsonObject group)
        {
            parts[key] = node?.ToJsonString() ?? "null";
            return;
        }

        foreach (var (name, value) in group)
        {
            Flatten(parts, $"{key}.{name}", value);
        }
    }

    private static string Summary(CheckedCorpus corpus)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var line in Lines(corpus))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(line + "\n"));
        }

        return $"{corpus.Utterances.Count} {Convert.ToHexStringLower(hash.GetHashAndReset())[..16]}";
    }

    /// <summary>The corpus as it is hashed.</summary>
    public static IEnumerable<string> Lines(CheckedCorpus corpus) =>
        corpus.Utterances
            .Select(utterance => $"{utterance.Id}\t{utterance.Seconds:R}\t{utterance.Transcript}")
            .Prepend($"{corpus.Name} {corpus.Utterances.Count}");
}
