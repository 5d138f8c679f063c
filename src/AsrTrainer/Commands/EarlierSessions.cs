using System.Text.Json;
using System.Text.Json.Nodes;
using AsrTrainer.Speech.Files;

namespace AsrTrainer.Commands;

/// <summary>
/// The facts that <c>run.json</c> holds of a run's earlier sessions. Only people read them: what is damaged is no reason not to train.
/// </summary>
internal static class EarlierSessions
{
    // Thousands of sessions.
    private const long MaxBytes = 16 << 20;

    /// <summary>A list of objects; empty where there is no such file, or where it is damaged: it is then put aside.</summary>
    /// <param name="path">The file.</param>
    /// <param name="notice">Told where it was put.</param>
    public static JsonArray Read(string path, Action<string> notice)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        if (Parse(path) is { } sessions)
        {
            return sessions;
        }

        string aside = path + ".damaged";
        File.Move(path, aside, overwrite: true);
        notice(
            $"{path} does not hold the facts of this run's earlier sessions; it is now {Path.GetFileName(aside)}, and a new one is begun");
        return [];
    }

    private static JsonArray? Parse(string path)
    {
        if (new FileInfo(path).Length > MaxBytes)
        {
            return null;
        }

        try
        {
            // A file without a list is one session itself.
            JsonObject? root = JsonNode.Parse(OrdinaryFile.ReadAllText(path)) as JsonObject;
            JsonArray? sessions = root?["sessions"] is JsonArray list ? (JsonArray)list.DeepClone() : root is null ? null : [root];

            // A name that stands twice, or half a character, shows only when all of it is looked at.
            sessions?.ToJsonString();
            return sessions;
        }
        catch (Exception damage) when (damage is JsonException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }
}
