using System.Security.Cryptography;
using System.Text;
using AsrTrainer.Neural.Checkpoints;
using AsrTrainer.Neural.Models;
using AsrTrainer.Neural.Tests.Models;
using AsrTrainer.Speech.Faults;
using AsrTrainer.Speech.Metrics;
using Fuzzing;
using static TorchSharp.torch;

namespace AsrTrainer.Neural.Tests.Checkpoints;

[Collection(Fuzz.Collection)]
public sealed class CheckpointFuzzTests : IDisposable
{
    private readonly TemporaryFolder run = new();
    private readonly SpeechModel model = TinyModels.Make(new ModelOptions
    {
        CnnChannels = 1,
        CnnBlocks = 0,
        ProjectionWidth = 1,
        RnnBlocks = 1,
        RnnWidth = 1,
        HeadWidth = 1,
    });

    private readonly optim.Optimizer optimizer;

    public CheckpointFuzzTests() => optimizer = optim.AdamW(model.parameters());

    public void Dispose()
    {
        optimizer.Dispose();
        model.Dispose();
        run.Dispose();
    }

    [Fact]
    [Trait("Reader", "done")]
    public void A_checkpoint_with_damaged_checksums_is_used_or_refused() => Run("done", "DONE", bytes => bytes);

    [Fact]
    [Trait("Reader", "state")]
    public void A_checkpoint_with_a_damaged_state_is_used_or_refused() => Run("state", "state.json", bytes =>
    {
        var done = Path.Combine(Checkpoint, "DONE");
        var sums = File.ReadAllLines(done);
        sums[2] = $"{Convert.ToHexStringLower(SHA256.HashData(bytes))}  state.json";
        Fuzz.Put(done, Encoding.UTF8.GetBytes(string.Concat(sums.Select(line => line + "\n"))));
        return bytes;
    });

    private string Checkpoint => run.PathOf("checkpoints", "step-00000007");

    private void Run(string reader, string name, Func<byte[], byte[]> seal)
    {
        var store = new CheckpointStore(run.FullPath);
        var description = new ModelDescription
        {
            Features = TinyModels.Features,
            Model = model.Options,
            Alphabet = " abcdef",
            Normalizer = "lower-case",
        };
        store.Save(Interesting(), model, description, optimizer);
        var path = Path.Combine(Checkpoint, name);
        Fuzz.Run(new FuzzedReader
        {
            Name = reader,
            Path = path,
            Good = [File.ReadAllBytes(path)],
            Seal = seal,
            Read = () =>
            {
                if (store.FindLastState() is { } state)
                {
                    // What is looked at before a state is compared with the run that it belongs to.
                    Assert.True(state.Step >= 0 && state.Epoch >= 0 && state.Batch >= 0);
                    Assert.NotNull(
                        state.Precision + state.Kernels + state.Device + state.Fingerprint + state.BestStep + state.BestWords.Rate);
                }

                CheckpointStore.ResolveModel(run.FullPath);
                Assert.NotNull(store.FindLastToResume());
            },
            Refuses = fault => fault is UserFault { Code: ExitCode.Model },
        });
    }

    private static TrainingState Interesting() => new()
    {
        Epoch = 2,
        Batch = 3,
        Step = 7,
        LossSum = 12.5,
        Tokens = 99,
        Best = [new ScoredStep(7, new ErrorCounts(1, 2, 3, 40), new ErrorCounts(4, 5, 6, 70))],
        FingerprintParts = new Dictionary<string, string> { ["text.alphabet"] = "\" 'ä\"" },
    };
}
