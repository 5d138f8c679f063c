using System.Globalization;
using System.Text.RegularExpressions;
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
public sealed partial class CheckpointStore(string runFolder, CheckpointOptions? options = null)
{
    private const string Unfinished = ".unfinished";
    private const string Replaced = ".replaced";

    private readonly CheckpointOptions options = options ?? new CheckpointOptions();
    private readonly string folder = Path.Combine(runFolder, "checkpoints");

    /// <summary>Told of a checkpoint that is not what it should be and what is done about it, and of one that cannot be removed.</summary>
    public Action<string> Notice { get; init; } = _ => { };

    /// <summary>Writes a checkpoint and removes those that need not stay.</summary>
    /// <param name="state">What the run knows.</param>
    /// <param name="model">Its weights.</param>
    /// <param name="description">What else the model file says.</param>
    /// <param name="optimizer">Its state.</param>
    /// <param name="keepOlder">Whether those before it all stay.</param>
    /// <exception cref="IOException">It could not be written, for example to a full disk; those before it are as they were.</exception>
    public void Save(
        TrainingState state, SpeechModel model, ModelDescription description, optim.Optimizer optimizer, bool keepOlder = false)
    {
        var target = FolderOf(state.Step);
        Directory.CreateDirectory(folder);
        foreach (var stale in Directory.GetDirectories(folder, "step-*" + Unfinished))
        {
            Tidy(stale);
        }

        var temporary = Free(target);

        try
        {
            Write(temporary, state, model, description, optimizer);
        }
        catch
        {
            // On a full disk the parts of what cannot be finished are in the way of everything else.
            Tidy(temporary);
            throw;
        }

        Replace(target, temporary);
        if (!keepOlder)
        {
            Prune(state);
        }
    }

    /// <summary>
    /// The newest checkpoint that is whole, or null; each damaged one that it stands in for is told.
    /// </summary>
    public (string Folder, TrainingState State)? FindLast()
    {
        var damaged = new List<string>();
        foreach (var candidate in NewestFirst())
        {
            if (Damage(candidate) is { } damage)
            {
                damaged.Add($"checkpoint {candidate} is damaged ({damage}); using the one before it");
                continue;
            }

            damaged.ForEach(Notice);
            return (candidate, StateOf(candidate));
        }

        return null;
    }

    /// <summary>As <see cref="FindLast"/>, but null only if the run has no checkpoint at all.</summary>
    /// <exception cref="UserFault">With <see cref="ExitCode.Model"/>: there are checkpoints, all of them damaged.</exception>
    public (string Folder, TrainingState State)? FindLastToResume()
    {
        if (FindLast() is { } last)
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
    /// <param name="path">What the user named.</param>
    /// <param name="notice">Told of damaged checkpoints that another stands in for.</param>
    /// <exception cref="UserFault">With <see cref="ExitCode.Model"/>: there is none.</exception>
    public static string ResolveModel(string path, Action<string>? notice = null)
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
        var damaged = new List<string>();
        foreach (var candidate in store.NewestFirst())
        {
            if (Damage(candidate, StateName) is { } damage)
            {
                damaged.Add($"{candidate} ({damage})");
                continue;
            }

            var best = StateOf(candidate).BestStep is { } step ? store.FolderOf(step) : candidate;
            foreach (var preferred in new[] { best, best + Replaced, candidate }.Distinct().Where(Directory.Exists))
            {
                if (Damage(preferred, ModelName) is not { } fault)
                {
                    damaged.Distinct().ToList().ForEach(one => notice?.Invoke($"checkpoint {one} is damaged; using {preferred}"));
                    return Path.Combine(preferred, ModelName);
                }

                damaged.Add($"{preferred} ({fault})");
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
    public TrainingState? FindLastState() =>
        NewestFirst().Where(name => Damage(name, StateName) is null).Select(StateOf).FirstOrDefault();

    [GeneratedRegex(@"^step-(\d{8,18})(\.replaced)?$")]
    private static partial Regex CheckpointName();

    // What cannot be removed (held open over a network, another's) is no reason to lose a checkpoint.
    private void Tidy(string path)
    {
        try
        {
            if (Directory.Exists(path))
            {
                Directory.Delete(path, recursive: true);
            }
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            Notice(
                $"{path} is no longer needed and could not be removed: {refused.Message.TrimEnd('.')}; "
                + "tried again at the next checkpoint");
        }
    }

    // The name under which a checkpoint is written; one that is taken is left from before and could not be removed.
    private static string Free(string target)
    {
        var free = target + Unfinished;
        for (var i = 2; Directory.Exists(free); i++)
        {
            free = $"{target}.{i}{Unfinished}";
        }

        return free;
    }

    // At every moment one of the two is there under a name that FindLast looks at.
    private void Replace(string target, string by)
    {
        var old = target + Replaced;
        if (Directory.Exists(target))
        {
            if (Directory.Exists(old))
            {
                Directory.Delete(old, recursive: true);
            }

            Directory.Move(target, old);
            FaultPoint.Reach("checkpoint.moved");
        }

        Directory.Move(by, target);
        DiskFlush.Entries(folder);
        FaultPoint.Reach("checkpoint.renamed");
        Tidy(old);
    }

    private string FolderOf(long step) => Path.Combine(folder, $"step-{step:D8}");

    // Copies that somebody made under other names are theirs.
    private IEnumerable<string> Folders() =>
        Directory.Exists(folder)
            ? Directory.GetDirectories(folder, "step-*").Where(name => CheckpointName().IsMatch(Path.GetFileName(name)))
            : [];

    private static long StepOf(string name) =>
        long.Parse(CheckpointName().Match(Path.GetFileName(name)).Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    // What is wrong with each checkpoint, or null if there are none.
    private string? AllDamages()
    {
        var damages = string.Join(", ", NewestFirst().Select(candidate => $"{Path.GetFileName(candidate)} ({Damage(candidate)})"));
        return damages.Length == 0 ? null : damages;
    }

    // What was replaced comes after what replaced it.
    private IEnumerable<string> NewestFirst() =>
        Folders().OrderByDescending(StepOf).ThenBy(name => name.Length);

    private void Prune(TrainingState state)
    {
        var last = FolderOf(state.Step);
        var kept = new HashSet<string> { last };

        // A damaged one is nothing to fall back on.
        var whole = NewestFirst().Where(name => StepOf(name) < state.Step && Damage(name) is null);
        kept.UnionWith(whole.Take(options.KeepLast - 1));
        foreach (var best in state.Best.Select(one => FolderOf(one.Step)))
        {
            kept.Add(Directory.Exists(best) ? best : best + Replaced);
        }

        foreach (var old in Folders().Where(name => !kept.Contains(name) && !Stays(name)))
        {
            // Half of a checkpoint must never look like a damaged one.
            var leaving = Free(old);
            Leave(old, leaving);
            FaultPoint.Reach("checkpoint.prune");
            Tidy(leaving);
        }
    }

    private void Leave(string old, string leaving)
    {
        try
        {
            Directory.Move(old, leaving);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            Notice(
                $"{old} is no longer needed and could not be removed: {refused.Message.TrimEnd('.')}; "
                + "tried again at the next checkpoint");
        }
    }

    private bool Stays(string name) =>
        options.KeepEvery > 0 && Damage(name, StateName) is null && StateOf(name).Stays;
}
