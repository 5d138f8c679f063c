using AsrTrainer.Neural.Checkpoints;
using AsrTrainer.Neural.Models;
using AsrTrainer.Neural.Tests.Models;
using AsrTrainer.Speech.Faults;
using AsrTrainer.Speech.Metrics;
using static TorchSharp.torch;

namespace AsrTrainer.Neural.Tests.Checkpoints;

public sealed class CheckpointStoreTests : IDisposable
{
    private static readonly ModelDescription Description = new()
    {
        Features = TinyModels.Features,
        Model = TinyModels.Options,
        Alphabet = " abcdef",
        Normalizer = "lower-case",
    };

    private readonly TemporaryFolder folder = new();
    private readonly SpeechModel model = TinyModels.Make();
    private readonly optim.Optimizer optimizer;
    private readonly CheckpointStore store;
    private readonly List<string> notices = [];

    public CheckpointStoreTests()
    {
        optimizer = optim.AdamW(model.parameters());
        store = new CheckpointStore(folder.FullPath) { Notice = notices.Add };
    }

    public void Dispose()
    {
        optimizer.Dispose();
        model.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void A_checkpoint_holds_model_optimiser_state_and_their_checksums()
    {
        Save(5);
        var names = Directory.GetFiles(PathOf(5)).Select(Path.GetFileName).Order(StringComparer.Ordinal);
        Assert.Equal(["DONE", "model.safetensors", "optimizer.bin", "state.json"], names);
        var lines = File.ReadAllLines(Path.Combine(PathOf(5), "DONE"));
        Assert.Equal(["model.safetensors", "optimizer.bin", "state.json"], lines.Select(line => line[66..]));
        Assert.All(lines, line => Assert.Matches("^[0-9a-f]{64}  ", line));
        Assert.Equal(["step-00000005"], Names());
    }

    [Fact]
    public void The_state_comes_back_as_it_was_saved()
    {
        var state = new TrainingState
        {
            Epoch = 2,
            Batch = 3,
            Step = 11,
            LossSum = 12.3456789012345678,
            Tokens = 99,
            AudioSeconds = 1.5,
            TrainSeconds = 2.5,
            SkippedSteps = 1,
            SkippedInARow = 1,
            CheckpointsDue = 7,
            Stays = true,
            Best = [new ScoredStep(8, new ErrorCounts(1, 2, 3, 40), new ErrorCounts(4, 5, 6, 70))],
            Precision = "fp32",
            Threads = 2,
            Kernels = "avx2",
            Device = "cpu",
            Fingerprint = "abc",
            FingerprintParts = new Dictionary<string, string> { ["text.alphabet"] = "\" 'ä\"", ["training.epochs"] = "4" },
            Environment = new Dictionary<string, string> { ["blas"] = "OpenBLAS" },
        };
        store.Save(state, model, Description, optimizer);
        var found = store.FindLast()!.Value.State;
        Assert.Equal(state.FingerprintParts.ToDictionary(), found.FingerprintParts.ToDictionary());
        Assert.Equal(state.Environment.ToDictionary(), found.Environment.ToDictionary());
        Assert.Equal(state.Best, found.Best);
        Assert.Equal(
            (8, new ErrorCounts(1, 2, 3, 40), new ErrorCounts(4, 5, 6, 70)),
            (found.BestStep, found.BestWords, found.BestCharacters));
        Assert.Equal(state, found with { FingerprintParts = state.FingerprintParts, Environment = state.Environment, Best = state.Best });
        Assert.Empty(notices);
    }

    [Fact]
    public void The_last_two_and_the_best_are_kept_and_no_others()
    {
        Save(4, best: 4);
        Save(8, best: 4);
        Assert.Equal(["step-00000004", "step-00000008"], Names());
        Save(12, best: 4);
        Assert.Equal(["step-00000004", "step-00000008", "step-00000012"], Names());
        Save(16, best: 4);
        Assert.Equal(["step-00000004", "step-00000012", "step-00000016"], Names());
        Save(20, best: 20);
        Assert.Equal(["step-00000016", "step-00000020"], Names());
    }

    [Fact]
    public void As_many_of_the_last_and_of_the_best_are_kept_as_asked_for()
    {
        var more = new CheckpointStore(folder.FullPath, new CheckpointOptions { KeepLast = 3, KeepBest = 2 });
        for (var step = 1; step <= 6; step++)
        {
            Save(more, step, [2, 1]);
        }

        Assert.Equal([1, 2, 4, 5, 6], Steps());
        var one = new CheckpointStore(folder.FullPath, new CheckpointOptions { KeepLast = 1 });
        Save(one, 7, [2]);
        Assert.Equal([2, 7], Steps());
    }

    [Fact]
    public void What_stays_for_good_is_kept_as_long_as_it_is_asked_for()
    {
        var every = new CheckpointStore(folder.FullPath, new CheckpointOptions { KeepEvery = 3 });
        for (var step = 1; step <= 8; step++)
        {
            Save(every, step, [], stays: step % 3 == 0);
        }

        Assert.Equal([3, 6, 7, 8], Steps());
        Save(9);
        Assert.Equal([8, 9], Steps());
    }

    [Fact]
    public void A_damaged_checkpoint_does_not_count_as_one_of_the_last_two()
    {
        Save(4);
        Save(8);
        File.Delete(Path.Combine(PathOf(8), "DONE"));
        Save(12);
        Assert.Equal(["step-00000004", "step-00000012"], Names());
    }

    [Fact]
    public void Saving_a_step_again_replaces_it()
    {
        Save(4);
        store.Save(new TrainingState { Step = 4, Epoch = 1 }, model, Description, optimizer);
        Assert.Equal(1, store.FindLast()!.Value.State.Epoch);
        Assert.Equal(["step-00000004"], Names());
    }

    [Fact]
    public void A_step_whose_replacement_was_cut_off_is_still_there()
    {
        Save(4, best: 4);
        Directory.Move(PathOf(4), PathOf(4) + ".replaced");
        Assert.Equal(PathOf(4) + ".replaced", store.FindLast()!.Value.Folder);
        Assert.Empty(notices);
        Assert.Equal(Path.Combine(PathOf(4) + ".replaced", "model.safetensors"), CheckpointStore.ResolveModel(folder.FullPath));
        Save(8, best: 4);
        Save(12, best: 4);
        Assert.Equal(["step-00000004.replaced", "step-00000008", "step-00000012"], Names());
        Save(4, best: 4);
        Assert.Equal(["step-00000004"], Names());
    }

    [Fact]
    public void What_was_replaced_counts_less_than_its_replacement_and_goes_at_the_next_save()
    {
        Save(4);
        CopyFolder(PathOf(4), PathOf(4) + ".replaced");
        Assert.Equal(PathOf(4), store.FindLast()!.Value.Folder);
        Save(8);
        Assert.Equal(["step-00000004", "step-00000008"], Names());
    }

    [Fact]
    public void Without_checkpoints_there_is_no_last()
    {
        Assert.Null(store.FindLast());
        Assert.Null(store.FindLastToResume());
        Directory.CreateDirectory(PathOf(4) + ".unfinished");
        Assert.Null(store.FindLastToResume());
    }

    [Fact]
    public void Checkpoints_that_are_all_damaged_are_nothing_to_resume_from_and_are_named()
    {
        Save(4);
        Save(8);
        File.Delete(Path.Combine(PathOf(4), "DONE"));
        File.AppendAllText(Path.Combine(PathOf(8), "state.json"), "x");
        Assert.Null(store.FindLast());
        var fault = Assert.Throws<UserFault>(() => store.FindLastToResume());
        Assert.Equal(ExitCode.Model, fault.Code);
        Assert.Equal(
            $"{folder.PathOf("checkpoints")}: no checkpoint is whole: "
            + "step-00000008 (state.json does not have the checksum it was written with), step-00000004 (no DONE); "
            + "put a whole copy back, or move these folders away to start anew",
            fault.Message);
        fault = Assert.Throws<UserFault>(() => CheckpointStore.ResolveModel(folder.FullPath));
        Assert.Equal(ExitCode.Model, fault.Code);
        Assert.Equal(
            $"{folder.PathOf("checkpoints")}: no checkpoint is whole: "
            + "step-00000008 (state.json does not have the checksum it was written with), step-00000004 (no DONE); "
            + "put a whole copy back, or give a model file that is whole",
            fault.Message);
        Assert.Empty(notices);
    }

    [Fact]
    public void What_was_never_finished_is_not_looked_at_and_does_not_stand_in_the_way()
    {
        Save(4);
        CopyFolder(PathOf(4), PathOf(8) + ".unfinished");
        File.Delete(Path.Combine(PathOf(8) + ".unfinished", "DONE"));
        Assert.Equal(PathOf(4), store.FindLast()!.Value.Folder);
        Assert.Empty(notices);
        Save(12);
        Assert.Equal(PathOf(12), store.FindLast()!.Value.Folder);
        Assert.Equal(["step-00000004", "step-00000012"], Names());
    }

    [Theory]
    [InlineData("DONE", null, "no DONE")]
    [InlineData("DONE", "", "DONE does not name model.safetensors")]
    [InlineData("DONE", "garbage\n", "DONE is cut off or damaged")]
    [InlineData("model.safetensors", null, "model.safetensors is missing or unreadable")]
    [InlineData("model.safetensors", "x", "model.safetensors does not have the checksum it was written with")]
    [InlineData("optimizer.bin", "x", "optimizer.bin does not have the checksum it was written with")]
    [InlineData("state.json", null, "state.json is missing or unreadable")]
    [InlineData("state.json", "{}", "state.json does not have the checksum it was written with")]
    public void A_damaged_checkpoint_is_named_and_the_one_before_it_is_used(string file, string? content, string damage)
    {
        Save(4, best: 4);
        Save(8, best: 4);
        var path = Path.Combine(PathOf(8), file);
        File.Delete(path);
        if (content is not null)
        {
            File.WriteAllText(path, content);
        }

        Assert.Equal(PathOf(4), store.FindLast()!.Value.Folder);
        Assert.Equal([$"checkpoint {PathOf(8)} is damaged ({damage}); using the one before it"], notices);
    }

    [Fact]
    public void Restoring_puts_weights_and_moments_back()
    {
        using var scope = NewDisposeScope();
        Step(0.1);
        Save(4);
        var saved = Values();
        Step(0.2);
        var after = Values();
        Assert.NotEqual(saved, after);
        CheckpointStore.Restore(PathOf(4), model, optimizer, CPU);
        Assert.Equal(saved, Values());
        Step(0.2);
        Assert.Equal(after, Values());
    }

    [Fact]
    public void An_optimiser_of_another_model_is_refused_by_name()
    {
        Step(0.1);
        Save(4);
        using var other = TinyModels.Make(TinyModels.Options with { RnnWidth = 9 });
        using var foreign = optim.AdamW(other.parameters());
        var path = Path.Combine(PathOf(4), "optimizer.bin");
        var fault = Assert.Throws<UserFault>(() => OptimizerFile.Read(path, foreign));
        Assert.Equal(ExitCode.Model, fault.Code);
        Assert.StartsWith($"{path}: the optimiser's state cannot be used", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_is_found_by_its_file_its_checkpoint_or_its_run()
    {
        Save(4, best: 4);
        Save(8, best: 4);
        var best = Path.Combine(PathOf(4), "model.safetensors");
        Assert.Equal(best, CheckpointStore.ResolveModel(best));
        Assert.Equal(Path.Combine(PathOf(8), "model.safetensors"), CheckpointStore.ResolveModel(PathOf(8)));
        Assert.Equal(best, CheckpointStore.ResolveModel(folder.FullPath));
    }

    [Fact]
    public void Without_a_best_or_with_a_damaged_one_the_run_gives_its_last_model()
    {
        Save(4);
        Assert.Equal(Path.Combine(PathOf(4), "model.safetensors"), CheckpointStore.ResolveModel(folder.FullPath));
        Save(8, best: 4);
        File.AppendAllText(Path.Combine(PathOf(4), "model.safetensors"), "x");
        Assert.Equal(Path.Combine(PathOf(8), "model.safetensors"), CheckpointStore.ResolveModel(folder.FullPath));
    }

    [Fact]
    public void A_model_can_be_used_though_its_optimiser_is_damaged_but_not_when_it_is_missing()
    {
        Save(4);
        Save(8);
        var optimizerFile = Path.Combine(PathOf(8), "optimizer.bin");
        File.AppendAllText(optimizerFile, "x");
        Assert.Equal(Path.Combine(PathOf(8), "model.safetensors"), CheckpointStore.ResolveModel(folder.FullPath));
        Assert.Equal(8, store.FindLastState()!.Step);
        File.Delete(optimizerFile);
        Assert.Equal(Path.Combine(PathOf(4), "model.safetensors"), CheckpointStore.ResolveModel(folder.FullPath));
        Assert.Equal(4, store.FindLastState()!.Step);
    }

    [Fact]
    public void A_missing_path_and_a_folder_without_checkpoints_are_faults_of_the_model()
    {
        var missing = folder.PathOf("nowhere");
        var fault = Assert.Throws<UserFault>(() => CheckpointStore.ResolveModel(missing));
        Assert.Equal(ExitCode.Model, fault.Code);
        Assert.Equal($"{missing}: no such file or folder; give a model.safetensors or the folder of a run", fault.Message);
        fault = Assert.Throws<UserFault>(() => CheckpointStore.ResolveModel(folder.FullPath));
        Assert.Equal(ExitCode.Model, fault.Code);
        Assert.StartsWith($"{folder.FullPath}: holds no whole checkpoint", fault.Message, StringComparison.Ordinal);
    }

    private void Save(long step, long? best = null) =>
        Save(store, step, best is null ? [] : [best.Value]);

    private void Save(CheckpointStore into, long step, long[] best, bool stays = false) =>
        into.Save(
            new TrainingState { Step = step, Best = [.. best.Select(one => new ScoredStep(one, default, default))], Stays = stays },
            model,
            Description,
            optimizer);

    private string PathOf(long step) => folder.PathOf("checkpoints", $"step-{step:D8}");

    private IEnumerable<long> Steps() =>
        Names().Select(name => long.Parse(name!["step-".Length..], System.Globalization.CultureInfo.InvariantCulture));

    private IEnumerable<string?> Names() =>
        Directory.GetDirectories(folder.PathOf("checkpoints")).Select(Path.GetFileName).Order(StringComparer.Ordinal);

    private void Step(double gradient)
    {
        using var scope = NewDisposeScope();
        foreach (var parameter in model.parameters())
        {
            parameter.grad = full_like(parameter, gradient);
        }

        optimizer.step();
    }

    private float[] Values() => [.. model.parameters().SelectMany(p => p.detach().contiguous().data<float>().ToArray())];

    private static void CopyFolder(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
    }
}
