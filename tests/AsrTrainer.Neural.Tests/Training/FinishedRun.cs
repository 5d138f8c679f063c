using System.Text.Json.Nodes;
using AsrTrainer.Neural.Checkpoints;

namespace AsrTrainer.Neural.Tests.Training;

/// <summary>
/// What a run leaves behind, without its times: to compare runs bit for bit. Of its checkpoints the best and the last, since the one before
/// the last is where it was stopped, if it was.
/// </summary>
internal sealed record FinishedRun(string Checkpoints, string Hashes, string States, string History)
{
    private static readonly string[] Hashed = ["model.safetensors", "optimizer.bin"];
    private static readonly string[] Timings = ["train_seconds", "audio_x", "wait_share"];

    public static FinishedRun In(string runFolder)
    {
        var last = Directory.GetDirectories(Path.Combine(runFolder, "checkpoints")).Max(StringComparer.Ordinal)!;
        var best = Path.GetDirectoryName(CheckpointStore.ResolveModel(runFolder))!;
        string[] folders = [.. new[] { best, last }.Distinct()];
        return new FinishedRun(
            string.Join('\n', folders.Select(Path.GetFileName)),
            string.Join('\n', folders.SelectMany(folder => Hashed.Select(name => Hash(Path.Combine(folder, name))))),
            string.Join('\n', folders.Select(State)),
            string.Join('\n', HistoryWithoutTimes(runFolder)));
    }

    /// <summary>The rows of history.csv, split into fields.</summary>
    public static string[][] Rows(string runFolder) =>
        [.. File.ReadAllLines(Path.Combine(runFolder, "history.csv")).Select(line => line.Split(','))];

    private static string Hash(string path) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path)));

    private static string State(string folder)
    {
        var state = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "state.json")))!.AsObject();
        Assert.True(state.Remove("train_seconds"));
        return state.ToJsonString();
    }

    private static IEnumerable<string> HistoryWithoutTimes(string runFolder)
    {
        var rows = Rows(runFolder);
        var kept = rows[0].Index().Where(column => !Timings.Contains(column.Item)).Select(column => column.Index).ToArray();
        Assert.Equal(rows[0].Length - Timings.Length, kept.Length);
        return rows.Select(row => string.Join(',', kept.Select(column => row[column])));
    }
}
