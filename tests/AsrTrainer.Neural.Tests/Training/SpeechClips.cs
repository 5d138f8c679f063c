using AsrTrainer.Neural.Training;
using AsrTrainer.Speech.Batching;
using AsrTrainer.Speech.Corpora;
using AsrTrainer.Speech.Text;
using AsrTrainer.Speech.Timing;

namespace AsrTrainer.Neural.Tests.Training;

/// <summary>The ten recorded clips of tests/fixtures/speech as checked corpora.</summary>
internal static class SpeechClips
{
    public static CheckedCorpus Corpus(string name, int count = 10) => CorpusCheck.Run(
        name,
        CorpusReader.Read(RepositoryFiles.Speech).Take(count),
        new CorpusCheckOptions { Alphabet = Alphabet.English, Normalizer = TranscriptNormalizer.LowerCase });

    /// <summary>The first batch of a plan's first epoch.</summary>
    public static AudioBatch Batch(TrainingPlan plan)
    {
        var seed = (ulong)plan.Training.Seed;
        var timing = new FrameTiming(plan.Features.SampleRate, plan.Features.HopSamples, plan.Model.Stride);
        var batches = new BucketBatchSampler([.. plan.Train.Utterances.Select(u => u.Seconds)], plan.Batching, seed).Epoch(0);
        var loading = plan.Loading with { SampleRate = plan.Features.SampleRate, Seed = seed, Timing = timing };
        return new BatchLoader(plan.Train.Utterances, plan.Alphabet, loading).Load(batches, 0, 0, CancellationToken.None).First();
    }
}
