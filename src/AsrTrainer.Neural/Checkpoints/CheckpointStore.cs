using System.Security.Cryptography;
using System.Text.Json;
using AsrTrainer.Neural.Models;
using AsrTrainer.Speech.Faults;
using static TorchSharp.torch;

namespace AsrTrainer.Neural.Checkpoints;

/// <summary>
/// The checkpoints of a run: <c>checkpoints/step-00012000/{model.safetensors, optimizer.bin, state.json, DONE}</c>. A checkpoint is written
/// under another name and renamed when complete; DONE holds the checksums of the others. The last two and the best are kept.
/// </summary>
/// <param name="runFolder">The run's folder.</param>
public sealed class CheckpointStore(string runFolder)
{
    private const string ModelName = "model.safetensors";
    private const string OptimizerName = "optimizer.bin";
    private const string StateName = "state.json";
    private const string DoneName = "DONE";
    private const string Unfinished = ".unfinished";
    private const string Replaced = ".replaced";

    private static readonly string[] Contents = [ModelName, OptimizerName, StateName];
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    private readonly string folder = Path.Combine(runFolder, "checkpoints");

    /// <summary>Writes a checkpoint and removes those that are neither among the last two nor the best.</summary>
    public void Save(TrainingState state, SpeechModel model, ModelDescription description, optim.Optimizer optimizer)
    {
        var target = FolderOf(state.Step);
        var temporary = target + Unfinished;
        Directory.CreateDirectory(folder);
        foreach (var stale in Directory.GetDirectories(folder, "step-*" + Unfinished))
        {
            Remove(stale);
        }

        Directory.CreateDirectory(temporary);
        using (var file = File.Create(Path.Combine(temporary, ModelName)))
        {
            ModelFile.Write(file, model, description);
            file.Flush(flushToDisk: true);
        }

        OptimizerFile.Write(Path.Combine(temporary, OptimizerName), optimizer);
        WriteText(Path.Combine(temporary, StateName), JsonSerializer.Serialize(state, Json));
        var sums = Contents.Select(name => $"{Checksum(Path.Combine(temporary, name))}  {name}\n");
        WriteText(Path.Combine(temporary, DoneName), string.Concat(sums));
        Replace(target, temporary);
        Prune(state);
    }

    /// <summary>
    /// The newest checkpoint that is whole, or null; each damaged one that it stands in for is passed to <paramref name="notice"/>.
    /// </summary>
    public (string Folder, TrainingState State)? FindLast(Action<string> notice)
    {
        var damaged = new List<string>();
        foreach (var candidate in NewestFirst())
        {
            if (Damage(candidate) is { } damage)
            {
                damaged.Add($"checkpoint {candidate} is damaged ({damage}); using the one before it");
                continue;
            }

            damaged.ForEach(notice);
            return (candidate, StateOf(candidate));
        }

        return null;
    }

    /// <summary>As <see cref="FindLast"/>, but null only if the run has no checkpoint at all.</summary>
    /// <exception cref="UserFault">With <see cref="ExitCode.Model"/>: there are checkpoints, all of them damaged.</exception>
    public (string Folder, TrainingState State)? FindLastToResume(Action<string> notice)
    {
        if (FindLast(notice) is { } last)
        {
            return last;
        }

        // To start anew would remove them, and with them what may still be saved by hand.
        return AllDamages() is not { } damages
            ? null
            : throw new UserFault(
                ExitCode.Model,
                $"{folder}: no checkpoint is whole: {damages}; put a whole copy back, or move these folders away to start anew");
    }

    /// <summary>Puts the weights and the optimiser's state of a checkpoint into place.</summary>
    public static void Restore(string checkpoint, SpeechModel model, optim.Optimizer optimizer, Device device)
    {
        var (stored, _) = ModelFile.Read(Path.Combine(checkpoint, ModelName), device);
        using (stored)
        using (no_grad())
        using (NewDisposeScope())
        {
            var from = stored.state_dict();
            foreach (var (name, tensor) in model.state_dict())
            {
                tensor.copy_(from[name]);
            }
        }

        OptimizerFile.Read(Path.Combine(checkpoint, OptimizerName), optimizer);
    }

    /// <summary>
    /// The model file that the user means: a file, a checkpoint's folder, or a run's folder, of which the best checkpoint is taken.
    /// </summary>
    /// <exception cref="UserFault">With <see cref="ExitCode.Model"/>: there is none.</exception>
    public static string ResolveModel(string path)
    {
        if (File.Exists(path))
        {
            return path;
        }

        if (!Directory.Exists(path))
        {
            throw new UserFault(ExitCode.Model, $"{path}: no such file or folder; give a model.safetensors or the folder of a run");
        }

        var direct = Path.Combine(path, ModelName);
        if (File.Exists(direct))
        {
            return direct;
        }

        var store = new CheckpointStore(path);
        foreach (var (candidate, state) in store.States())
        {
            var best = state.BestStep is { } step ? store.FolderOf(step) : candidate;
            string[] preferred = [best, best + Replaced, candidate];
            if (preferred.FirstOrDefault(name => Directory.Exists(name) && Damage(name, ModelName) is null) is { } usable)
            {
                return Path.Combine(usable, ModelName);
            }
        }

        throw new UserFault(
            ExitCode.Model,
            store.AllDamages() is { } damages
                ? $"{store.folder}: no checkpoint is whole: {damages}; put a whole copy back, or give a model file that is whole"
                : $"{path}: holds no whole checkpoint (checkpoints/step-…/{ModelName}); train first, or give the model file itself");
    }

    /// <summary>
    /// What the run knew at its newest checkpoint, or null. Of the checkpoint nothing else is verified: a model can be used without the
    /// optimiser, which is the larger part.
    /// </summary>
    public TrainingState? FindLastState() => States().Select(one => one.State).FirstOrDefault();

    private IEnumerable<(string Folder, TrainingState State)> States() =>
        NewestFirst().Where(candidate => Damage(candidate, StateName) is null).Select(candidate => (candidate, StateOf(candidate)));

    private static TrainingState StateOf(string checkpoint) =>
        JsonSerializer.Deserialize<TrainingState>(File.ReadAllText(Path.Combine(checkpoint, StateName)), Json)!;

    private static string? Damage(string checkpoint) => Damage(checkpoint, Contents);

    // Every file must be there; only those given are verified.
    private static string? Damage(string checkpoint, params ReadOnlySpan<string> verified)
    {
        var done = Path.Combine(checkpoint, DoneName);
        if (!File.Exists(done))
        {
            return $"no {DoneName}";
        }

        var unnamed = new HashSet<string>(Contents);
        foreach (var line in File.ReadAllLines(done))
        {
            var parts = line.Split("  ", 2);
            var file = parts.Length == 2 ? Path.Combine(checkpoint, Path.GetFileName(parts[1])) : "";
            if (!File.Exists(file))
            {
                return $"{(parts.Length == 2 ? parts[1] : DoneName)} is missing or unreadable";
            }

            if (verified.Contains(parts[1]) && Checksum(file) != parts[0])
            {
                return $"{parts[1]} does not have the checksum it was written with";
            }

            unnamed.Remove(parts[1]);
        }

        // A crash can leave a file at the length it had and nothing in it; a DONE that names nothing vouches for nothing.
        return Contents.FirstOrDefault(unnamed.Contains) is { } missing ? $"{DoneName} does not name {missing}" : null;
    }

    private static string Checksum(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }

    private static void WriteText(string path, string text)
    {
        using var file = File.Create(path);
        file.Write(System.Text.Encoding.UTF8.GetBytes(text));
        file.Flush(flushToDisk: true);
    }

    private static void Remove(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
    }

    // At every moment one of the two is there under a name that FindLast looks at.
    private static void Replace(string target, string by)
    {
        var old = target + Replaced;
        if (Directory.Exists(target))
        {
            Remove(old);
            Directory.Move(target, old);
        }

        Directory.Move(by, target);
        Remove(old);
    }

    private string FolderOf(long step) => Path.Combine(folder, $"step-{step:D8}");

    private IEnumerable<string> Folders() =>
        Directory.Exists(folder)
            ? Directory.GetDirectories(folder, "step-*").Where(name => !name.EndsWith(Unfinished, StringComparison.Ordinal))
            : [];

    // What is wrong with each checkpoint, or null if there are none.
    private string? AllDamages()
    {
        var damages = string.Join(", ", NewestFirst().Select(candidate => $"{Path.GetFileName(candidate)} ({Damage(candidate)})"));
        return damages.Length == 0 ? null : damages;
    }

    // What was replaced comes after what replaced it.
    private IEnumerable<string> NewestFirst() =>
        Folders().OrderByDescending(Path.GetFileNameWithoutExtension, StringComparer.Ordinal).ThenBy(name => name.Length);

    private void Prune(TrainingState state)
    {
        var last = FolderOf(state.Step);
        var kept = new HashSet<string> { last };

        // A damaged one is nothing to fall back on.
        if (NewestFirst().FirstOrDefault(name => string.CompareOrdinal(name, last) < 0 && Damage(name) is null) is { } before)
        {
            kept.Add(before);
        }

        if (state.BestStep is { } step)
        {
            var best = FolderOf(step);
            kept.Add(Directory.Exists(best) ? best : best + Replaced);
        }

        foreach (var old in Folders().Where(name => !kept.Contains(name)))
        {
            Remove(old);
        }
    }
}
