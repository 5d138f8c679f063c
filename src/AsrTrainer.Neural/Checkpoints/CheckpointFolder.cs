using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AsrTrainer.Neural.Models;
using AsrTrainer.Speech.Files;
using static TorchSharp.torch;

namespace AsrTrainer.Neural.Checkpoints;

/// <summary>
/// One checkpoint: <c>{model.safetensors, optimizer.bin, state.json, DONE}</c> in a folder of its own; DONE is written last and holds the
/// checksums of the others.
/// </summary>
internal static class CheckpointFolder
{
    public const string ModelName = "model.safetensors";
    public const string OptimizerName = "optimizer.bin";
    public const string StateName = "state.json";
    private const string DoneName = "DONE";

    // A state is a few kilobytes; of a file that is larger by orders nothing needs to be read to know that it is none.
    private const long MostTextBytes = 16 << 20;

    private static readonly string[] Contents = [ModelName, OptimizerName, StateName];
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    /// <summary>Writes a checkpoint into a new folder, down to the disk.</summary>
    public static void Write(string folder, TrainingState state, SpeechModel model, ModelDescription description, optim.Optimizer optimizer)
    {
        Directory.CreateDirectory(folder);
        FaultPoint.Reach("checkpoint.folder");
        using (var file = File.Create(Path.Combine(folder, ModelName)))
        {
            ModelFile.Write(file, model, description);
            DiskFlush.Content(file);
        }

        FaultPoint.Reach("checkpoint.model");
        OptimizerFile.Write(Path.Combine(folder, OptimizerName), optimizer);
        FaultPoint.Reach("checkpoint.optimizer");
        WriteText(Path.Combine(folder, StateName), JsonSerializer.Serialize(state, Json));
        FaultPoint.Reach("checkpoint.state");
        var sums = Contents.Select(name => $"{Checksum(Path.Combine(folder, name))}  {name}\n");
        WriteText(Path.Combine(folder, DoneName), string.Concat(sums));
        DiskFlush.Entries(folder);
        FaultPoint.Reach("checkpoint.done");
    }

    /// <summary>What the run knew; the file must have been verified.</summary>
    public static TrainingState StateOf(string folder) => Parse(SmallText(Path.Combine(folder, StateName)))!;

    /// <summary>What is wrong with a checkpoint, every byte verified, or null.</summary>
    public static string? Damage(string folder) => Damage(folder, Contents);

    /// <summary>The same, but of the files, all of which must be there, only those given are verified.</summary>
    public static string? Damage(string folder, params ReadOnlySpan<string> verified)
    {
        try
        {
            return Look(folder, verified);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return fault.Message;
        }
    }

    private static string? Look(string folder, ReadOnlySpan<string> verified)
    {
        var done = Path.Combine(folder, DoneName);
        if (!File.Exists(done))
        {
            return $"no {DoneName}";
        }

        var unnamed = new HashSet<string>(Contents);
        foreach (var line in SmallText(done).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = line.Split("  ", 2);
            if (parts.Length != 2 || !Contents.Contains(parts[1]))
            {
                return $"{DoneName} is cut off or damaged";
            }

            var file = Path.Combine(folder, parts[1]);
            if (!File.Exists(file))
            {
                return $"{parts[1]} is missing or unreadable";
            }

            if (verified.Contains(parts[1]) && Checksum(file) != parts[0])
            {
                return $"{parts[1]} does not have the checksum it was written with";
            }

            unnamed.Remove(parts[1]);
        }

        // A crash can leave a file at the length it had and nothing in it; a DONE that names nothing vouches for nothing.
        if (Contents.FirstOrDefault(unnamed.Contains) is { } missing)
        {
            return $"{DoneName} does not name {missing}";
        }

        // Checksums can be made to fit.
        return verified.Contains(StateName) && Parse(SmallText(Path.Combine(folder, StateName))) is null
            ? $"{StateName} does not hold the state of a run"
            : null;
    }

    private static TrainingState? Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<TrainingState>(text, Json) is { } state && state.IsPossible ? state : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string SmallText(string path) =>
        new FileInfo(path).Length <= MostTextBytes
            ? OrdinaryFile.ReadAllText(path)
            : throw new InvalidDataException($"{Path.GetFileName(path)} is {new FileInfo(path).Length} bytes long");

    private static string Checksum(string path)
    {
        using var file = OrdinaryFile.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }

    private static void WriteText(string path, string text)
    {
        using var file = File.Create(path);
        file.Write(Encoding.UTF8.GetBytes(text));
        DiskFlush.Content(file);
    }
}
