using AsrTrainer.Neural.Models;
using AsrTrainer.Speech.Faults;
using AsrTrainer.Speech.Files;
using static AsrTrainer.Neural.Checkpoints.CheckpointFolder;
using static TorchSharp.torch;

namespace AsrTrainer.Neural.Checkpoints;

/// <summary>
/// The checkpoints of a run: <c>checkpoints/step-00012000/</c> and its like. A checkpoint is written under another name and renamed when
/// complete; which of the older ones then stay is said by <see cref="CheckpointOptions"/>.
/// </summary>
/// <param name="runFolder">The run's folder.</param>
/// <param name="options">Which checkpoints stay; the defaults where none are given.</param>
public sealed class CheckpointStore(string runFolder, CheckpointOptions? options = null)
{
    private const string Unfinished = ".unfinished";
    private const string Replaced = ".replaced";

    private readonly CheckpointOptions options = options ?? new CheckpointOptions();
    private readonly string folder = Path.Combine(runFolder, "checkpoints");

    /// <summary>Writes a checkpoint and removes those that need not stay.</summary>
    /// <exception cref="IOException">It could not be written, for example to a full disk; those before it are as they were.</exception>
    public void Save(TrainingState state, SpeechModel model, ModelDescription description, optim.Optimizer optimizer)
    {
        var target = FolderOf(state.Step);
        var temporary = target + Unfinished;
        Directory.CreateDirectory(folder);
        foreach (var stale in Directory.GetDirectories(folder, "step-*" + Unfinished))
        {
            Remove(stale);
        }

        try
        {
            Write(temporary, state, model, description, optimizer);
        }
        catch
        {
            // On a full disk the parts of what cannot be finished are in the way of everything else.
            Remove(temporary);
            throw;
        }

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
        NewestFirst().Where(name => Damage(name, StateName) is null).Select(name => (name, StateOf(name)));

    private static void Remove(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
    }

    // At every moment one of the two is there under a name that FindLast looks at.
    private void Replace(string target, string by)
    {
        var old = target + Replaced;
        if (Directory.Exists(target))
        {
            Remove(old);
            Directory.Move(target, old);
            FaultPoint.Reach("checkpoint.moved");
        }

        Directory.Move(by, target);
        FolderEntries.Flush(folder);
        FaultPoint.Reach("checkpoint.renamed");
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
        var whole = NewestFirst().Where(name => string.CompareOrdinal(name, last) < 0 && Damage(name) is null);
        kept.UnionWith(whole.Take(options.KeepLast - 1));
        foreach (var best in state.Best.Select(one => FolderOf(one.Step)))
        {
            kept.Add(Directory.Exists(best) ? best : best + Replaced);
        }

        foreach (var old in Folders().Where(name => !kept.Contains(name) && !Stays(name)))
        {
            // Half of a checkpoint must never look like a damaged one.
            var leaving = old + Unfinished;
            Directory.Move(old, leaving);
            FaultPoint.Reach("checkpoint.prune");
            Remove(leaving);
        }
    }

    private bool Stays(string name) =>
        options.KeepEvery > 0 && Damage(name, StateName) is null && StateOf(name).Stays;
}
