using System.Runtime.InteropServices;
using AsrTrainer.Speech.Randomness;

namespace AsrTrainer.Speech.Batching;

/// <summary>
/// Says which utterances make which batch, as a pure function of (seed, epoch); reads no audio. Utterances are divided by duration into
/// buckets that hold equal shares of the total duration, shuffled within their bucket and cut into batches of a bounded cost; the
/// batches are shuffled. A batch may take the last of one bucket and the first of the next, so that none is left half full but one.
/// </summary>
/// <remarks>
/// Buckets of less than two full batches would bring the same utterances together in every epoch: a corpus of D seconds gets D / (2 ×
/// budget) buckets at most.
/// </remarks>
public sealed class BucketBatchSampler
{
    private const double BatchesInBucket = 2;

    private readonly double[] seconds;
    private readonly BatchingOptions options;
    private readonly ulong seed;
    private readonly int[] fromShortest;
    private readonly int[] bucketEnds;

    /// <summary>A sampler over utterances of these durations; they are named by their position from here on.</summary>
    /// <param name="seconds">Durations: finite, 0 or more.</param>
    /// <param name="options">How batches are made.</param>
    /// <param name="seed">The seed of the run.</param>
    public BucketBatchSampler(IReadOnlyList<double> seconds, BatchingOptions options, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(seconds);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Validate().FirstOrDefault() is { Problem: not null } problem)
        {
            throw new ArgumentException($"{problem.Property} {problem.Problem}", nameof(options));
        }

        this.seconds = [.. seconds];
        this.options = options;
        this.seed = seed;
        for (var i = 0; i < this.seconds.Length; i++)
        {
            if (!(this.seconds[i] is >= 0 and < double.PositiveInfinity))
            {
                throw new ArgumentOutOfRangeException(
                    nameof(seconds), this.seconds[i], $"The duration of utterance {i} must be finite and 0 or more.");
            }
        }

        fromShortest = [.. Enumerable.Range(0, this.seconds.Length)];
        Array.Sort(fromShortest, (left, right) => (this.seconds[left], left).CompareTo((this.seconds[right], right)));
        bucketEnds = EndsOfBuckets();
    }

    /// <summary>
    /// The batches of an epoch, each the positions of its utterances; every utterance is in exactly one. Unshuffled, for evaluation, they
    /// run from the longest utterances to the shortest, whatever the epoch: a batch too large for memory fails at once, not at the end.
    /// </summary>
    public IReadOnlyList<int[]> Epoch(long epoch, bool shuffled = true)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        int[] order = [.. fromShortest];
        if (!shuffled)
        {
            Array.Reverse(order);
            return Cut(order);
        }

        var random = CounterRandom.For(seed, (ulong)RandomPurpose.Order, (ulong)epoch);
        var start = 0;
        foreach (var end in bucketEnds)
        {
            random.Shuffle(order.AsSpan(start, end - start));
            start = end;
        }

        var batches = Cut(order);
        random.Shuffle(CollectionsMarshal.AsSpan(batches));
        return batches;
    }

    private int[] EndsOfBuckets()
    {
        var total = seconds.Sum();
        var buckets = Math.Clamp((int)Math.Min(total / (BatchesInBucket * options.MaxBatchSeconds), options.Buckets), 1, options.Buckets);
        var ends = new List<int>(buckets);
        double passed = 0;
        for (var i = 0; i < fromShortest.Length; i++)
        {
            if (passed >= total * (ends.Count + 1) / buckets && ends.Count + 1 < buckets)
            {
                ends.Add(i);
            }

            passed += seconds[fromShortest[i]];
        }

        ends.Add(fromShortest.Length);
        return [.. ends];
    }

    private List<int[]> Cut(int[] order)
    {
        List<int[]> batches = [];
        var start = 0;
        double longest = 0;
        for (var i = 0; i < order.Length; i++)
        {
            var longestWith = Math.Max(longest, seconds[order[i]]);
            var countWith = i - start + 1;
            if (countWith > 1 && (countWith > options.MaxUtterances || longestWith * countWith > options.MaxBatchSeconds))
            {
                batches.Add(order[start..i]);
                start = i;
                longestWith = seconds[order[i]];
            }

            longest = longestWith;
        }

        if (start < order.Length)
        {
            batches.Add(order[start..]);
        }

        return batches;
    }
}
