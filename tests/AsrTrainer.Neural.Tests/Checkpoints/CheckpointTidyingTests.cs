using AsrTrainer.Neural.Checkpoints;
using AsrTrainer.Neural.Models;
using AsrTrainer.Neural.Tests.Models;
using AsrTrainer.Speech.Metrics;
using static TorchSharp.torch;

namespace AsrTrainer.Neural.Tests.Checkpoints;

/// <summary>What becomes of older checkpoints when a new one is written.</summary>
public sealed class CheckpointTidyingTests : IDisposable
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

    public CheckpointTidyingTests()
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
    public void Copies_that_somebody_made_are_left_alone_and_are_no_checkpoints()
    {
        Save(4);
        Directory.CreateDirectory(PathOf("step-good"));
        File.Copy(PathOf("step-00000004/DONE"), PathOf("step-good/DONE"));
        Directory.CreateDirectory(PathOf("step-00000004.backup"));
        Save(8);
        Save(12);
        Save(16);

        Assert.Equal(["step-00000004.backup", "step-00000012", "step-00000016", "step-good"], Names());
        Assert.Equal(PathOf("step-00000016"), store.FindLast()!.Value.Folder);
        Assert.Empty(notices);
    }

    [Fact]
    public void An_old_checkpoint_that_cannot_be_removed_costs_a_notice_and_no_new_one()
    {
        Save(4);
        Save(8);

        // Stands in the way of the name under which the first would leave.
        File.WriteAllText(PathOf("step-00000004.unfinished"), "");
        Save(12);
        Save(16);

        Assert.Equal(["step-00000004", "step-00000012", "step-00000016"], Names());
        Assert.Equal(2, notices.Count);
        Assert.All(notices, line => Assert.StartsWith(
            $"{PathOf("step-00000004")} is no longer needed and could not be removed: ", line, StringComparison.Ordinal));
        File.Delete(PathOf("step-00000004.unfinished"));
        Save(20);
        Assert.Equal(["step-00000016", "step-00000020"], Names());
    }

    [Fact]
    public void Older_ones_stay_where_that_is_asked_for()
    {
        Save(4);
        Save(8);
        Save(12, keepOlder: true);

        Assert.Equal(["step-00000004", "step-00000008", "step-00000012"], Names());
    }

    [Fact]
    public void A_damaged_best_checkpoint_that_another_stands_in_for_is_told()
    {
        Save(4, best: 4);
        Save(8, best: 4);
        File.AppendAllText(PathOf("step-00000004/model.safetensors"), "x");

        Assert.Equal(PathOf("step-00000008/model.safetensors"), CheckpointStore.ResolveModel(folder.FullPath, notices.Add));
        Assert.Equal(
            $"checkpoint {PathOf("step-00000004")} (model.safetensors does not have the checksum it was written with) is damaged; using "
            + PathOf("step-00000008"),
            Assert.Single(notices));
    }

    private void Save(long step, long? best = null, bool keepOlder = false)
    {
        IReadOnlyList<ScoredStep> ranked = best is { } one ? [new ScoredStep(one, default(ErrorCounts), default)] : [];
        store.Save(new TrainingState { Step = step, Best = ranked }, model, Description, optimizer, keepOlder);
    }

    private string PathOf(string name) => folder.PathOf("checkpoints", name);

    private IEnumerable<string?> Names() =>
        Directory.GetDirectories(folder.PathOf("checkpoints")).Select(Path.GetFileName).Order(StringComparer.Ordinal);
}
