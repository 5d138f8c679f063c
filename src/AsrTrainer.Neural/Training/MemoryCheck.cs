using System.Globalization;
using AsrTrainer.Neural.Memory;
using AsrTrainer.Speech.Batching;
using AsrTrainer.Speech.Corpora;
using AsrTrainer.Speech.Faults;
using TorchSharp;

namespace AsrTrainer.Neural.Training;

/// <summary>
/// Lets a run that does not fit into memory fail before its first step: on a CPU by an estimate, since there the kernel ends the process
/// without asking, and everywhere by trying the heaviest batches. <c>ASR_MEMORY_CHECK=0</c> leaves both out.
/// </summary>
/// <param name="plan">The run.</param>
/// <param name="available">What there is; found out if null.</param>
internal sealed class MemoryCheck(TrainingPlan plan, AvailableMemory? available = null)
{
    private const string Variable = "ASR_MEMORY_CHECK";

    private readonly MemoryEstimate estimate = new(plan.Features, plan.Model, plan.Alphabet.Size, plan.Precision);
    private readonly HeaviestBatches heaviest = new(plan);

    private static bool IsOff => Environment.GetEnvironmentVariable(Variable) == "0";

    /// <summary>Holds the estimate against what is available, before anything is taken.</summary>
    /// <exception cref="UserFault">With <see cref="ExitCode.Environment"/>: it is more; with the setting that would fit.</exception>
    public void Require()
    {
        if (IsOff || plan.Device.type != DeviceType.CPU || (available ?? AvailableMemory.Find()) is not { } free)
        {
            return;
        }

        var needs = Needs(plan.Batching);
        if (needs.Total > free.Bytes)
        {
            throw new UserFault(
                ExitCode.Environment,
                $"not enough memory: {needs.Describe(plan)}; {Gigabytes(free.Bytes)} are available ({free.Source}); "
                + $"{Remedy(needs, free.Bytes)}; {Variable}=0 in the environment trains all the same");
        }

        foreach (var corpus in plan.Dev)
        {
            RequireScoring(corpus, free);
        }
    }

    /// <summary>
    /// Tries the heaviest batches of the first epoch, forward and back, on silence. Nothing of the result changes: weights, optimiser and
    /// statistics are left alone, and each step seeds the generator for itself.
    /// </summary>
    /// <exception cref="UserFault">With <see cref="ExitCode.Environment"/>: one does not fit; with the setting to change.</exception>
    public void Try(TrainStep step, CancellationToken cancellation)
    {
        if (IsOff)
        {
            return;
        }

        foreach (var batch in heaviest.Of(plan.Batching, epoch: 0))
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                step.Try(heaviest.Silence(batch));
            }
            catch (Exception failure) when (AllocationFailure.Is(failure))
            {
                var lengths = heaviest.Lengths(batch);
                throw new UserFault(
                    ExitCode.Environment,
                    $"not enough memory for {lengths.Describe(plan.Features.SampleRate)}, the heaviest batch of the first epoch: "
                    + $"{failure.Message.Split('\n')[0].Trim()}; {Needs(plan.Batching).Describe(plan)}; {Smaller(lengths)}",
                    failure);
            }
        }
    }

    // Dev corpora are scored as they are: an utterance may be longer by far than any that is trained on.
    private void RequireScoring(CheckedCorpus corpus, AvailableMemory free)
    {
        var (lengths, work) = heaviest.OfScoring(corpus, plan.Batching)
            .Select(lengths => (Lengths: lengths, Work: estimate.Recognition(lengths)))
            .MaxBy(one => one.Work);
        var total = estimate.Weights + work + MemoryEstimate.Rest(lengths, plan.Loading.PrefetchBatches);
        if (total <= free.Bytes)
        {
            return;
        }

        var longest = corpus.Utterances.MaxBy(utterance => utterance.Seconds)!;
        throw new UserFault(
            ExitCode.Environment,
            $"not enough memory: to score {corpus.Name} takes about {Gigabytes(total)} for {lengths.Describe(plan.Features.SampleRate)}; "
            + $"{Gigabytes(free.Bytes)} are available ({free.Source}); "
            + (lengths.Samples.Count > 1
                ? $"lower batching.max_batch_seconds ({Number(plan.Batching.MaxBatchSeconds)})"
                : $"leave out or split {longest.Id} ({Number(longest.Seconds)} s)")
            + $"; {Variable}=0 in the environment trains all the same");
    }

    // What a run takes with batches made in this way.
    private Need Needs(BatchingOptions batching)
    {
        var (lengths, step) = heaviest.Of(batching, epoch: 0)
            .Select(batch => heaviest.Lengths(batch))
            .Select(lengths => (Lengths: lengths, Step: estimate.Step(lengths)))
            .MaxBy(one => one.Step);
        return NeedFor(lengths, step);
    }

    private Need NeedFor(BatchLengths lengths, double step) =>
        new(lengths, estimate.Weights, step, MemoryEstimate.Rest(lengths, plan.Loading.PrefetchBatches));

    // A setting with which the run fits: in proportion at first, then less until the estimate says so.
    private string Remedy(Need needs, long bytes)
    {
        var longest = plan.Train.Utterances.Max(utterance => utterance.Seconds);
        var share = Math.Min(1, 1.1 * (bytes - needs.Weights - needs.Rest) / needs.Step);
        for (var seconds = Round(share * PaddedSeconds(needs.Heaviest)); seconds >= longest; seconds = Round(0.95 * seconds))
        {
            if (Needs(plan.Batching with { MaxBatchSeconds = seconds }).Total <= bytes)
            {
                return $"with batching.max_batch_seconds={Number(seconds)} it fits (it is {Number(plan.Batching.MaxBatchSeconds)})";
            }
        }

        var single = plan.Train.Utterances.MaxBy(utterance => utterance.Seconds)!;
        for (var seconds = Round(0.95 * longest); seconds >= 0.5; seconds = Round(0.95 * seconds))
        {
            var samples = (int)(heaviest.Seconds(seconds) * plan.Features.SampleRate);
            var lengths = new BatchLengths([samples], [(int)(single.Transcript.Length * seconds / longest)]);
            if (NeedFor(lengths, estimate.Step(lengths)).Total <= bytes)
            {
                return $"the longest utterance alone, {Number(longest)} s, is too much: with data.max_seconds={Number(seconds)} and "
                    + $"batching.max_batch_seconds={Number(seconds)} it fits";
            }
        }

        return "no batch is small enough for that: make the model smaller (model.rnn_width, model.cnn_channels), or use a larger machine";
    }

    private string Smaller(BatchLengths lengths) =>
        lengths.Samples.Count > 1
            ? $"lower batching.max_batch_seconds to {Number(Round(PaddedSeconds(lengths) / 2))} or batching.max_utterances"
            : $"lower data.max_seconds below {Number(Round(PaddedSeconds(lengths)))}";

    // As the settings count them: as they were recorded.
    private double PaddedSeconds(BatchLengths lengths) =>
        heaviest.Recorded((double)lengths.PaddedSamples / plan.Features.SampleRate);

    private static double Round(double seconds) => seconds >= 20 ? Math.Floor(seconds) : Math.Floor(10 * seconds) / 10;

    private static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    private static string Gigabytes(double bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.00} GB");

    // What a run needs, in bytes.
    private readonly record struct Need(BatchLengths Heaviest, double Weights, double Step, double Rest)
    {
        public double Total => Weights + Step + Rest;

        public string Describe(TrainingPlan plan) =>
            $"training needs about {Gigabytes(Total)} ({Gigabytes(Step)} for a step on {Heaviest.Describe(plan.Features.SampleRate)}, "
            + $"{Gigabytes(Weights)} for weights, gradients and optimiser, {Gigabytes(Rest)} for loaded batches and the rest)";
    }
}
