using AsrTrainer.Speech.Corpora;
using AsrTrainer.Speech.Faults;
using AsrTrainer.Speech.Text;

namespace AsrTrainer.Speech.Batching;

/// <summary>
/// Loads batches ahead of their use on background threads, in the order of the list. What a batch holds depends on (seed, epoch, utterance)
/// alone: any number of workers gives the same batches, and a run resumed at batch k gets what the uninterrupted one would have got.
/// </summary>
public sealed class BatchLoader
{
    private readonly BatchBuilder builder;
    private readonly BatchLoaderOptions options;
    private long waitedTicks;

    /// <summary>A loader for one corpus.</summary>
    /// <param name="utterances">The utterances, transcripts normalised; batches name them by position.</param>
    /// <param name="alphabet">Gives the tokens.</param>
    /// <param name="options">How batches are loaded.</param>
    public BatchLoader(IReadOnlyList<Utterance> utterances, Alphabet alphabet, BatchLoaderOptions options)
    {
        ArgumentNullException.ThrowIfNull(utterances);
        ArgumentNullException.ThrowIfNull(alphabet);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Validate().FirstOrDefault() is { Problem: not null } problem)
        {
            throw new ArgumentException($"{problem.Property} {problem.Problem}", nameof(options));
        }

        this.options = options;
        builder = new BatchBuilder(utterances, alphabet, options);
    }

    /// <summary>How long the consumer has waited for batches so far, over all epochs, in seconds. Any thread may ask.</summary>
    public double WaitSeconds => TimeSpan.FromTicks(Interlocked.Read(ref waitedTicks)).TotalSeconds;

    /// <summary>
    /// The batches from <paramref name="firstBatch"/> on; those before it are never decoded. Leaving the loop early ends the threads.
    /// An utterance whose audio cannot be used is left out of its batch, which names it and comes at its turn even if nothing is left.
    /// </summary>
    /// <param name="batches">The epoch's batches, as <see cref="BucketBatchSampler"/> gives them.</param>
    /// <param name="epoch">The epoch, which chooses the speeds.</param>
    /// <param name="firstBatch">The first batch wanted, in 0..number of batches.</param>
    /// <param name="cancellation">Ends the loading with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="UserFault">
    /// Loading failed, at the batch's turn, for a reason that is not the file's: something is missing on this machine, or a transcript is
    /// not in the alphabet. The message holds the utterance's id and path.
    /// </exception>
    public IEnumerable<AudioBatch> Load(
        IReadOnlyList<int[]> batches, long epoch, int firstBatch = 0, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(batches);
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        ArgumentOutOfRangeException.ThrowIfNegative(firstBatch);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(firstBatch, batches.Count);
        return Enumerate();

        // Each enumeration has threads of its own.
        IEnumerable<AudioBatch> Enumerate()
        {
            var prefetch = new OrderedPrefetch<AudioBatch>(
                firstBatch,
                batches.Count,
                options.Workers,
                options.PrefetchBatches,
                (number, stop) => builder.Build(number, batches[number], epoch, stop),
                waited => Interlocked.Add(ref waitedTicks, waited.Ticks));
            foreach (var batch in prefetch.Run(cancellation))
            {
                yield return batch;
            }
        }
    }
}
