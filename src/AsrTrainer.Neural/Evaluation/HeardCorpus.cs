using System.Runtime.ExceptionServices;
using AsrTrainer.Neural.Memory;
using AsrTrainer.Neural.Models;
using AsrTrainer.Speech.Batching;
using AsrTrainer.Speech.Corpora;
using AsrTrainer.Speech.Decoding;
using AsrTrainer.Speech.Faults;
using AsrTrainer.Speech.Metrics;
using AsrTrainer.Speech.Text;

namespace AsrTrainer.Neural.Evaluation;

/// <summary>What the model heard in an utterance.</summary>
/// <param name="Utterance">The utterance with its normalised transcript.</param>
/// <param name="LogProbs">(T,V) row-major.</param>
/// <param name="Frames">T.</param>
public sealed record HeardUtterance(Utterance Utterance, float[] LogProbs, int Frames);

/// <summary>
/// A corpus that went through the model once, so that it can be decoded as often as one likes. An hour takes some 20 MB at 50 frames a
/// second and 29 tokens.
/// </summary>
/// <param name="Name">The corpus' name.</param>
/// <param name="Utterances">In the corpus' order.</param>
public sealed record HeardCorpus(string Name, IReadOnlyList<HeardUtterance> Utterances)
{
    /// <summary>Length of the audio.</summary>
    public double Seconds { get; } = Utterances.Sum(one => one.Utterance.Seconds);

    /// <summary>Frames of the model.</summary>
    public long Frames { get; } = Utterances.Sum(one => (long)one.Frames);

    /// <summary>Sends a corpus through the model, utterances of like length together.</summary>
    /// <param name="corpus">Checked; references may have characters that the alphabet lacks.</param>
    /// <param name="recognition">The model.</param>
    /// <param name="alphabet">The model's alphabet.</param>
    /// <param name="batching">The size of batches; in fp32 it does not change the result.</param>
    /// <param name="loading">Sample rate and worker threads.</param>
    /// <param name="notice">Told of each utterance that is left out because its audio cannot be used.</param>
    /// <param name="progress">Told the share done, 0 to 1, after each batch.</param>
    /// <param name="cancellation">Stops between batches with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="UserFault">
    /// More utterances cannot be used than the corpus allows, or memory does not suffice for a batch.
    /// </exception>
    public static HeardCorpus Listen(
        CheckedCorpus corpus,
        Recognition recognition,
        Alphabet alphabet,
        BatchingOptions batching,
        BatchLoaderOptions loading,
        Action<string> notice,
        Action<double> progress,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        ArgumentNullException.ThrowIfNull(recognition);
        ArgumentNullException.ThrowIfNull(alphabet);
        ArgumentNullException.ThrowIfNull(notice);
        ArgumentNullException.ThrowIfNull(progress);
        var heard = new HeardUtterance?[corpus.Utterances.Count];
        var dropped = new DroppedAudio(corpus, notice);
        var sampler = new BucketBatchSampler([.. corpus.Utterances.Select(one => one.Seconds)], batching, seed: 0);
        Utterance[] unwritten = [.. corpus.Utterances.Select(one => one with { Transcript = "" })];
        var loader = new BatchLoader(unwritten, alphabet, loading.AsRecorded());
        var done = 0;
        foreach (var batch in loader.Load(sampler.Epoch(0, shuffled: false), epoch: 0, cancellation: cancellation))
        {
            dropped.Add(batch);
            foreach (var (index, one) in batch.Indices.Zip(batch.Count == 0 ? [] : Listen(batch, recognition, alphabet.Size)))
            {
                heard[index] = one with { Utterance = corpus.Utterances[index] };
            }

            done += batch.Count + batch.Dropped.Count;
            progress((double)done / corpus.Utterances.Count);
        }

        return new HeardCorpus(corpus.Name, [.. heard.OfType<HeardUtterance>()]);
    }

    /// <summary>Decodes every utterance and counts the errors, of words and of characters.</summary>
    /// <param name="decoder">Over the model's alphabet.</param>
    /// <param name="normalizer">What the references went through; hypotheses go through it too.</param>
    /// <param name="threads">How many threads decode, 1 or more.</param>
    /// <param name="cancellation">Stops with an <see cref="OperationCanceledException"/>.</param>
    public (ErrorCounts Words, ErrorCounts Characters) Score(
        ICtcDecoder decoder, TranscriptNormalizer normalizer, int threads, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(decoder);
        ArgumentNullException.ThrowIfNull(normalizer);
        var words = new ErrorCounts[Utterances.Count];
        var characters = new ErrorCounts[Utterances.Count];
        var several = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation };
        try
        {
            Parallel.For(0, Utterances.Count, several, i =>
            {
                var (utterance, logProbs, frames) = Utterances[i];
                var text = normalizer.Normalize(decoder.Decode(logProbs, frames).Text);
                words[i] = ErrorRates.Words(utterance.Transcript, text);
                characters[i] = ErrorRates.Characters(utterance.Transcript, text);
            });
        }
        catch (AggregateException failures)
        {
            ExceptionDispatchInfo.Throw(failures.InnerExceptions[0]);
        }

        return (words.Aggregate((sum, one) => sum + one), characters.Aggregate((sum, one) => sum + one));
    }

    private static HeardUtterance[] Listen(AudioBatch batch, Recognition recognition, int vocabulary)
    {
        try
        {
            var (values, frames) = recognition.LogProbs(batch.Samples, batch.SampleCounts);
            var stride = values.Length / batch.Count;
            return
            [
                .. batch.Utterances.Select((utterance, b) => new HeardUtterance(
                    utterance, values.AsSpan(b * stride, frames[b] * vocabulary).ToArray(), frames[b])),
            ];
        }
        catch (Exception failure) when (AllocationFailure.Is(failure))
        {
            throw new UserFault(
                ExitCode.Environment,
                $"not enough memory to recognise {batch.Count} utterances of up to {batch.Utterances.Max(one => one.Seconds):0.0} s at "
                + "once; make batches smaller (--batch-seconds)",
                failure);
        }
    }
}
