using AsrTrainer.Neural.Memory;
using AsrTrainer.Neural.Models;
using AsrTrainer.Speech.Batching;
using AsrTrainer.Speech.Corpora;
using AsrTrainer.Speech.Decoding;
using AsrTrainer.Speech.Faults;
using AsrTrainer.Speech.Metrics;
using AsrTrainer.Speech.Text;

namespace AsrTrainer.Neural.Evaluation;

/// <summary>Recognises a corpus batch by batch, utterances of like length together, and scores it.</summary>
/// <param name="recognition">The model and the decoder.</param>
/// <param name="alphabet">The model's alphabet.</param>
/// <param name="normalizer">What the references went through; hypotheses go through it too.</param>
/// <param name="batching">The size of batches; in fp32 it does not change the result.</param>
/// <param name="loading">Sample rate and worker threads.</param>
public sealed class Evaluator(
    Recognition recognition,
    Alphabet alphabet,
    TranscriptNormalizer normalizer,
    BatchingOptions batching,
    BatchLoaderOptions loading)
{
    /// <summary>
    /// Told of each utterance that is left out of the score because its audio cannot be used, and of memory that was short.
    /// </summary>
    public Action<string> Notice { get; init; } = _ => { };

    /// <summary>Called with the number of utterances before they go through the model; tests let allocations fail here.</summary>
    internal Action<int> Starting { get; init; } = _ => { };

    /// <summary>Scores a corpus, in the result without the utterances whose audio turns out to be unusable.</summary>
    /// <param name="corpus">Checked; references may have characters that the alphabet lacks.</param>
    /// <param name="progress">Told the share done, 0 to 1, after each batch; may be null.</param>
    /// <param name="cancellation">Stops between batches with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="UserFault">
    /// More utterances cannot be used than the corpus allows, or memory does not suffice for one alone.
    /// </exception>
    public EvaluationResult Run(CheckedCorpus corpus, Action<double>? progress = null, CancellationToken cancellation = default)
    {
        var utterances = corpus.Utterances;
        var results = new UtteranceResult?[utterances.Count];
        var dropped = new DroppedAudio(corpus, Notice);
        var sampler = new BucketBatchSampler([.. utterances.Select(u => u.Seconds)], batching, seed: 0);
        Utterance[] unwritten = [.. utterances.Select(one => one with { Transcript = "" })];
        var loader = new BatchLoader(unwritten, alphabet, loading.AsRecorded());
        var done = 0;
        foreach (var batch in loader.Load(sampler.Epoch(0, shuffled: false), epoch: 0, cancellation: cancellation))
        {
            dropped.Add(batch);
            var hypotheses = batch.Count == 0 ? [] : Recognise(corpus, batch, 0, batch.Count);
            for (var i = 0; i < batch.Count; i++)
            {
                results[batch.Indices[i]] = Score(utterances[batch.Indices[i]], hypotheses[i]);
            }

            done += batch.Count + batch.Dropped.Count;
            progress?.Invoke((double)done / utterances.Count);
        }

        return new EvaluationResult(corpus.Name, [.. results.OfType<UtteranceResult>()]) { LeftOut = dropped.Count };
    }

    // In halves, and halves of those, where memory does not suffice for all at once: nothing goes from one utterance to another.
    private IReadOnlyList<Hypothesis> Recognise(CheckedCorpus corpus, AudioBatch batch, int first, int count)
    {
        try
        {
            Starting(count);
            var row = batch.SamplesPerRow;
            return count == batch.Count
                ? recognition.Recognise(batch.Samples, batch.SampleCounts)
                : recognition.Recognise(batch.Samples[(first * row)..((first + count) * row)], batch.SampleCounts[first..(first + count)]);
        }
        catch (Exception failure) when (AllocationFailure.Is(failure))
        {
            if (count == 1)
            {
                var utterance = batch.Utterances[first];
                throw new UserFault(
                    ExitCode.Environment,
                    $"not enough memory to recognise {utterance.Id} ({utterance.Seconds:0.0} s) alone; leave it out of {corpus.Name}, "
                    + "or split its audio",
                    failure);
            }
        }

        GC.Collect();
        Notice($"not enough memory to recognise {count} utterances at once; done in halves; lower batching.max_batch_seconds to avoid it");
        var half = count / 2;
        return [.. Recognise(corpus, batch, first, half), .. Recognise(corpus, batch, first + half, count - half)];
    }

    private UtteranceResult Score(Utterance utterance, Hypothesis hypothesis)
    {
        var text = normalizer.Normalize(hypothesis.Text);

        // A set has very many characters; reports want words.
        TimedWord[] words =
        [
            .. WordTimes.Of(hypothesis, recognition.Timing, utterance.Seconds)
                .Select(word => word with { Text = normalizer.Normalize(word.Text), Characters = [] })
                .Where(word => word.Text.Length > 0),
        ];
        return new UtteranceResult(
            utterance,
            text,
            ErrorRates.Words(utterance.Transcript, text),
            ErrorRates.Characters(utterance.Transcript, text),
            words);
    }
}
