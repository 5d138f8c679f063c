using AsrTrainer.Neural.Models;
using AsrTrainer.Neural.Tests.Checkpoints;
using AsrTrainer.Neural.Training;
using AsrTrainer.Speech.Batching;
using AsrTrainer.Speech.Corpora;
using AsrTrainer.Speech.Faults;
using Fuzzing;
using static TorchSharp.torch;

namespace AsrTrainer.Neural.Tests.Training;

[Collection(Fuzz.Collection)]
public sealed class ReplayFuzzTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    [Trait("Reader", "replay")]
    public void A_damaged_batch_kept_for_replay_is_read_or_refused()
    {
        var path = Keep(folder);
        Fuzz.Run(new FuzzedReader
        {
            Name = "replay",
            Path = path,
            Good = [UncheckedFile.Of(File.ReadAllBytes(path))],
            HeadBytes = 2500,
            Seal = UncheckedFile.Fit,
            Restructure = (good, random) => UncheckedFile.With(good, "asr.replay", moment => JsonMutations.Change(moment, random)),
            Read = () =>
            {
                using var scope = NewDisposeScope();
                var findings = Replayer.Run(path, CPU, Precision.Fp32);
                Assert.Equal(2, findings.Utterances.Count);
                Assert.All(findings.Utterances, utterance => Assert.NotNull(utterance.Id + utterance.Path + utterance.Transcript));
            },
            Refuses = fault => fault is UserFault { Code: ExitCode.Model },
        });
    }

    /// <summary>A step as a run keeps it, of the smallest model and of two utterances.</summary>
    internal static string Keep(TemporaryFolder folder)
    {
        var plan = TinyPlans.Of(folder.FullPath) with
        {
            Model = new ModelOptions { CnnChannels = 1, CnnBlocks = 0, ProjectionWidth = 1, RnnBlocks = 1, RnnWidth = 1, HeadWidth = 1 },
        };
        using var model = new SpeechModel(plan.Features, plan.Model, plan.Alphabet.Size);
        var batch = new AudioBatch
        {
            Number = 0,
            Samples = [.. Enumerable.Range(0, 1600).Select(i => MathF.Sin(i)), .. new float[1600]],
            SamplesPerRow = 1600,
            SampleCounts = [1600, 1],
            Tokens = [[1, 2], [3]],
            Utterances = [new Utterance("a", "a.wav", "'a", 0, null), new Utterance("b", "b.wav", "b", 0, null)],
            Indices = [4, 0],
            Seconds = 0,
        };
        var moment = new ReplayMoment
        {
            Epoch = 0,
            Step = 2,
            LearningRate = 0.001,
            Loss = double.NaN,
            GradientNorm = 1,
            Precision = plan.Precision,
            Threads = 1,
            Training = plan.Training,
            SpecAugment = plan.SpecAugment,
            Utterances = ["a", "b"],
            Paths = ["a.wav", "b.wav"],
            Transcripts = ["'a", "b"],
        };
        return ReplayFolder.Write(plan, moment, batch, model);
    }
}
