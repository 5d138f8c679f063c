using System.Reflection;
using System.Runtime.InteropServices;
using AsrTrainer.Neural.Memory;
using AsrTrainer.Neural.Models;
using AsrTrainer.Neural.Training;
using AsrTrainer.Speech.Batching;
using AsrTrainer.Speech.Corpora;
using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Neural.Tests.Training;

public sealed class MemoryCheckTests : IDisposable
{
    private const string Variable = "ASR_MEMORY_CHECK";

    private readonly TemporaryFolder folder = new();

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(Variable, null);
        folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(TinyPlans.Layers), MemberType = typeof(TinyPlans))]
    public void A_run_whose_heaviest_batches_were_tried_equals_one_whose_were_not(string layers)
    {
        using var setting = new LayerSetting(layers);
        var tried = Train(TinyPlans.With(layers, Folder("tried")));
        Environment.SetEnvironmentVariable(Variable, "0");
        var untried = Train(TinyPlans.With(layers, Folder("untried")));
        Assert.True(tried.Forwards > untried.Forwards, $"{tried.Forwards} forward passes, {untried.Forwards} without a trial");
        Assert.Equal(12, untried.Forwards);
        Assert.Equal(FinishedRun.In(folder.PathOf("untried")), FinishedRun.In(folder.PathOf("tried")));
    }

    [Fact]
    public void A_resumed_run_goes_on_at_once()
    {
        var plan = TinyPlans.Of(Folder("run"));
        Train(plan, stopAfterStep: 5);
        Assert.Equal(7, Train(plan with { Resume = true }).Forwards);
    }

    [Fact]
    public void The_batches_tried_are_the_longest_the_most_padded_and_that_with_most_tokens_at_the_slowest_speed()
    {
        var plan = TinyPlans.Of(folder.FullPath);
        var heaviest = new HeaviestBatches(plan);
        var chosen = heaviest.Of(plan.Batching, epoch: 0).Select(heaviest.Lengths).ToList();
        var all = new BucketBatchSampler([.. plan.Train.Utterances.Select(u => u.Seconds)], plan.Batching, (ulong)plan.Training.Seed)
            .Epoch(0).Select(heaviest.Lengths).ToList();
        Assert.InRange(chosen.Count, 1, 3);
        Assert.Equal(all.Max(one => one.PaddedSamples), chosen.Max(one => one.PaddedSamples));
        Assert.Equal(all.Max(one => one.Samples.Max()), chosen.Max(one => one.Samples.Max()));
        Assert.Equal(all.Max(one => one.Tokens.Sum()), chosen.Max(one => one.Tokens.Sum()));
        var longest = plan.Train.Utterances.Max(u => u.Seconds) / 0.95;
        Assert.Equal(longest, chosen.Max(one => one.Samples.Max()) / 16000.0, 4);
    }

    [Fact]
    public void A_batch_that_does_not_fit_is_a_fault_that_names_the_estimate_and_the_setting()
    {
        var plan = TinyPlans.Of(folder.FullPath);
        using var model = new SpeechModel(plan.Features, plan.Model, plan.Alphabet.Size);
        using var step = new TrainStep(plan, model)
        {
            Starting = _ => throw new ExternalException("DefaultCPUAllocator: can't allocate memory: you tried to allocate 7 bytes."),
        };
        var fault = Assert.Throws<UserFault>(() => new MemoryCheck(plan).Try(step, CancellationToken.None));
        Assert.Equal(ExitCode.Environment, fault.Code);
        Assert.Matches(
            @"^not enough memory for \d utterances of up to \d+\.\d s, the heaviest batch of the first epoch: "
            + @"DefaultCPUAllocator: can't allocate memory: you tried to allocate 7 bytes\.; training needs about 0\.\d\d GB \(.*\); "
            + @"lower batching\.max_batch_seconds to \d+(\.\d)? or batching\.max_utterances$",
            fault.Message);
    }

    [Fact]
    public void A_trial_can_be_stopped()
    {
        var plan = TinyPlans.Of(folder.FullPath);
        using var model = new SpeechModel(plan.Features, plan.Model, plan.Alphabet.Size);
        using var step = new TrainStep(plan, model);
        Assert.Throws<OperationCanceledException>(() => new MemoryCheck(plan).Try(step, new CancellationToken(canceled: true)));
    }

    [Theory]
    [InlineData(0.95)]
    [InlineData(0.6)]
    [InlineData(0.4)]
    public void What_is_advised_fits_and_wastes_little(double share)
    {
        var plan = Wide();
        var (weights, total) = Needs(plan);
        var free = new AvailableMemory((long)(weights + (share * (total - weights))), "a test");
        var fault = Assert.Throws<UserFault>(() => new MemoryCheck(plan, free).Require());
        Assert.Equal(ExitCode.Environment, fault.Code);
        Assert.Matches(@"; \d+\.\d\d GB are available \(a test\); ", fault.Message);
        var advised = Advised(plan, fault.Message);
        Assert.True(advised.Batching.MaxBatchSeconds < plan.Batching.MaxBatchSeconds);
        new MemoryCheck(advised, free).Require();
        Assert.InRange(Needs(advised).Total, 0.75 * free.Bytes, free.Bytes);
    }

    [Fact]
    public void An_utterance_that_alone_is_too_much_is_told_from_a_batch_that_is()
    {
        var plan = Wide();
        plan = plan with { Batching = plan.Batching with { MaxUtterances = 1 } };
        var (weights, total) = Needs(plan);
        var free = new AvailableMemory((long)(weights + (0.8 * (total - weights))), "a test");
        var fault = Assert.Throws<UserFault>(() => new MemoryCheck(plan, free).Require());
        Assert.Matches(@"; the longest utterance alone, \d+(\.\d)? s, is too much: with data\.max_seconds=\d", fault.Message);
        new MemoryCheck(Advised(plan, fault.Message), free).Require();
    }

    [Fact]
    public void A_model_that_alone_is_too_much_is_told()
    {
        var fault = Assert.Throws<UserFault>(() => new MemoryCheck(Wide(), new AvailableMemory(1000, "a test")).Require());
        Assert.Contains("no batch is small enough for that: make the model smaller (model.rnn_width, model.cnn_channels)", fault.Message);
    }

    [Fact]
    public void A_dev_utterance_many_times_longer_than_all_others_is_found_before_it_is_scored()
    {
        var plan = TinyPlans.Of(folder.FullPath);
        var hour = plan.Train.Utterances[0] with { Id = "hour", Seconds = 36_000 };
        plan = plan with { Dev = [new CheckedCorpus("long", [.. plan.Train.Utterances, hour], [])] };

        var fault = Assert.Throws<UserFault>(() => new MemoryCheck(plan, new AvailableMemory(2_000_000_000, "a test")).Require());

        Assert.Equal(ExitCode.Environment, fault.Code);
        Assert.Matches(
            @"^not enough memory: to score long takes about \d+\.\d\d GB for 1 utterance of 36000\.0 s; 2\.00 GB are available \(a test\); "
            + "leave out or split hour \\(36000 s\\); ",
            fault.Message);
    }

    [Fact]
    public void Whoever_knows_better_leaves_it_out()
    {
        var check = new MemoryCheck(Wide(), new AvailableMemory(1000, "a test"));
        Assert.EndsWith("ASR_MEMORY_CHECK=0 in the environment trains all the same", Assert.Throws<UserFault>(check.Require).Message);
        Environment.SetEnvironmentVariable(Variable, "0");
        check.Require();
    }

    [Fact]
    public void What_fits_is_let_pass() => new MemoryCheck(Wide(), new AvailableMemory(1L << 40, "a test")).Require();

    // With activations enough to weigh something beside what any process needs.
    private TrainingPlan Wide()
    {
        var plan = TinyPlans.Of(folder.FullPath);
        return plan with
        {
            Model = plan.Model with { CnnChannels = 256, CnnBlocks = 8, Stride = 1 },
            Batching = plan.Batching with { MaxUtterances = 10, MaxBatchSeconds = 100 },
        };
    }

    // The estimate as a refusal tells it, without rounding: what every run needs, and all.
    private static (double Weights, double Total) Needs(TrainingPlan plan)
    {
        var estimate = new MemoryEstimate(plan.Features, plan.Model, plan.Alphabet.Size, plan.Precision);
        var heaviest = new HeaviestBatches(plan);
        var lengths = heaviest.Of(plan.Batching, epoch: 0).Select(heaviest.Lengths).MaxBy(estimate.Step)!;
        var rest = MemoryEstimate.Rest(lengths, plan.Loading.PrefetchBatches);
        return (estimate.Weights + rest, estimate.Weights + rest + estimate.Step(lengths));
    }

    private static TrainingPlan Advised(TrainingPlan plan, string message)
    {
        double Value(string key, double otherwise) =>
            System.Text.RegularExpressions.Regex.Match(message, $@"{key}=(\d+(\.\d)?)") is { Success: true } found
                ? double.Parse(found.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)
                : otherwise;
        var most = Value(@"data\.max_seconds", double.MaxValue);
        return plan with
        {
            Batching = plan.Batching with { MaxBatchSeconds = Value(@"batching\.max_batch_seconds", 0) },
            Train = plan.Train with { Utterances = [.. plan.Train.Utterances.Where(u => u.Seconds <= most)] },
        };
    }

    private string Folder(string name) => Directory.CreateDirectory(folder.PathOf(name)).FullName;

    private static (int Forwards, TrainingOutcome Outcome) Train(TrainingPlan plan, long stopAfterStep = long.MaxValue)
    {
        using var stop = new CancellationTokenSource();
        var observer = new RecordingObserver { AfterStep = progress => (progress.Step == stopAfterStep ? stop : null)?.Cancel() };
        using var trainer = new Trainer(plan, observer);
        var forwards = 0;
        var step = (TrainStep)typeof(Trainer).GetField("step", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(trainer)!;
        step.Starting = _ => forwards++;
        var outcome = trainer.Run(stop.Token);
        return (forwards, outcome);
    }
}
