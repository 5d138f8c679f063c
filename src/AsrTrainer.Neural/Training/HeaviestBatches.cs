using AsrTrainer.Neural.Memory;
using AsrTrainer.Speech.Batching;
using AsrTrainer.Speech.Corpora;
using AsrTrainer.Speech.Timing;

namespace AsrTrainer.Neural.Training;

/// <summary>
/// The batches of an epoch that ask for the most memory, each utterance at its slowest speed and with the most silence around it.
/// </summary>
internal sealed class HeaviestBatches(TrainingPlan plan)
{
    private readonly double slowest = plan.Loading.SpeedFactors.Min();
    private readonly FrameTiming timing = new(plan.Features.SampleRate, plan.Features.HopSamples, plan.Model.Stride);

    /// <summary>The most seconds that are computed for so many seconds of a recording.</summary>
    public double Seconds(double recorded) => (recorded / slowest) + (2 * plan.Loading.EdgeSeconds);

    /// <summary>The other way round, for some utterances together.</summary>
    public double Recorded(double seconds, int utterances) => Math.Max(0, seconds - (2 * utterances * plan.Loading.EdgeSeconds)) * slowest;

    /// <summary>That with the longest utterance, that with the most padded samples, and that with the most tokens; each once.</summary>
    /// <param name="batching">How the batches are made.</param>
    /// <param name="epoch">From 0.</param>
    public IReadOnlyList<int[]> Of(BatchingOptions batching, int epoch)
    {
        var utterances = plan.Train.Utterances;
        var sampler = new BucketBatchSampler([.. utterances.Select(u => u.Seconds)], batching, (ulong)plan.Training.Seed);
        var batches = sampler.Epoch(epoch);
        double Longest(int[] batch) => batch.Max(index => utterances[index].Seconds);
        return
        [
            .. new[]
            {
                batches.MaxBy(batch => Longest(batch) * batch.Length)!,
                batches.MaxBy(Longest)!,
                batches.MaxBy(batch => batch.Sum(index => utterances[index].Transcript.Length))!,
            }.Distinct(),
        ];
    }

    /// <summary>The batches in which a corpus is scored.</summary>
    /// <param name="corpus">A dev corpus.</param>
    /// <param name="batching">How the batches are made.</param>
    public IEnumerable<BatchLengths> OfScoring(CheckedCorpus corpus, BatchingOptions batching)
    {
        var utterances = corpus.Utterances;
        var sampler = new BucketBatchSampler([.. utterances.Select(u => u.Seconds)], batching, seed: 0);
        return sampler.Epoch(0, shuffled: false).Select(batch => new BatchLengths(
            [.. batch.Select(index => (int)Math.Min(int.MaxValue, timing.SamplesForSeconds(utterances[index].Seconds)))],
            [.. batch.Select(index => utterances[index].Transcript.Length)]));
    }

    /// <summary>The sizes of a batch.</summary>
    public BatchLengths Lengths(int[] batch) =>
        new(
            [.. batch.Select(index => (int)timing.SamplesForSeconds(Seconds(plan.Train.Utterances[index].Seconds)))],
            [.. batch.Select(index => plan.Train.Utterances[index].Transcript.Length)]);

    /// <summary>A batch of these sizes and transcripts, of silence.</summary>
    public AudioBatch Silence(int[] batch)
    {
        var samples = Lengths(batch).Samples;
        var longest = samples.Max();
        return new AudioBatch
        {
            Number = 0,
            Samples = new float[batch.Length * longest],
            SamplesPerRow = longest,
            SampleCounts = [.. samples],
            Tokens = [.. batch.Select(index => plan.Alphabet.Encode(plan.Train.Utterances[index].Transcript))],
            Utterances = [.. batch.Select(index => plan.Train.Utterances[index])],
            Indices = batch,
            Seconds = samples.Sum(count => timing.Seconds(count)),
        };
    }
}
