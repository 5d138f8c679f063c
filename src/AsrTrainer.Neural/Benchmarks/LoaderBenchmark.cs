using System.Diagnostics;
using AsrTrainer.Speech.Batching;
using AsrTrainer.Speech.Corpora;
using AsrTrainer.Speech.Text;

namespace AsrTrainer.Neural.Benchmarks;

/// <summary>How fast batches were made while nobody used them.</summary>
/// <param name="AudioSeconds">Of the utterances that were loaded, as they are in the corpus.</param>
/// <param name="Seconds">That it took.</param>
/// <param name="Utterances">That were loaded, some of them perhaps more than once.</param>
/// <param name="Workers">Threads that loaded.</param>
/// <param name="SpeedFactors">The speeds given to them.</param>
/// <param name="Synthetic">Whether the corpus was made for the purpose.</param>
public sealed record LoaderRate(
    double AudioSeconds, double Seconds, long Utterances, int Workers, IReadOnlyList<double> SpeedFactors, bool Synthetic)
{
    /// <summary>Audio loaded in a second.</summary>
    public double AudioSecondsPerSecond => AudioSeconds / Seconds;
}

/// <summary>Measures decoding, resampling and speed perturbation: the loader of training, without the training.</summary>
public static class LoaderBenchmark
{
    /// <summary>Loads epoch after epoch until <paramref name="enoughSeconds"/> are over.</summary>
    /// <param name="utterances">At least one.</param>
    /// <param name="alphabet">Of their transcripts.</param>
    /// <param name="batching">The size of batches.</param>
    /// <param name="options">Threads and speeds.</param>
    /// <param name="enoughSeconds">When to stop; the batch that is due then still counts.</param>
    /// <param name="cancellation">Ends it at once.</param>
    public static LoaderRate Run(
        IReadOnlyList<Utterance> utterances,
        Alphabet alphabet,
        BatchingOptions batching,
        BatchLoaderOptions options,
        double enoughSeconds,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(utterances);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfZero(utterances.Count);
        var sampler = new BucketBatchSampler([.. utterances.Select(u => u.Seconds)], batching, options.Seed);
        var loader = new BatchLoader(utterances, alphabet, options);
        var (audio, count) = (0.0, 0L);
        var watch = Stopwatch.StartNew();
        for (var epoch = 0; watch.Elapsed.TotalSeconds < enoughSeconds; epoch++)
        {
            foreach (var batch in loader.Load(sampler.Epoch(epoch), epoch, cancellation: cancellation))
            {
                audio += batch.Utterances.Sum(u => u.Seconds);
                count += batch.Count;
                if (watch.Elapsed.TotalSeconds >= enoughSeconds)
                {
                    break;
                }
            }
        }

        return new LoaderRate(audio, watch.Elapsed.TotalSeconds, count, options.Workers, options.SpeedFactors, Synthetic: false);
    }

    /// <summary>The same on WAV files of noise, 16 bits, which are made in a temporary folder and removed.</summary>
    /// <param name="seconds">Length of each.</param>
    /// <param name="alphabet">Any.</param>
    /// <param name="batching">The size of batches.</param>
    /// <param name="options">Threads and speeds.</param>
    /// <param name="enoughSeconds">When to stop; the batch that is due then still counts.</param>
    /// <param name="cancellation">Ends it at once.</param>
    public static LoaderRate RunOnNoise(
        double seconds,
        Alphabet alphabet,
        BatchingOptions batching,
        BatchLoaderOptions options,
        double enoughSeconds,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        using var corpus = new NoiseCorpus(seconds, options.SampleRate);
        return Run(corpus.Utterances, alphabet, batching, options, enoughSeconds, cancellation) with { Synthetic = true };
    }
}
