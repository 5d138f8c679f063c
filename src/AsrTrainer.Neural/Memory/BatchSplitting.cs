using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Neural.Memory;

/// <summary>
/// Does a batch's work in parts where memory does not suffice for it at once: in two, and while that fails in parts of half the size, down
/// to one utterance each. Gradients of parts add up to that of the batch; dropout's masks, which go by an element's place, are others.
/// </summary>
/// <param name="notice">Told of each batch that did not fit, once.</param>
internal sealed class BatchSplitting(Action<string> notice)
{
    // A run that leaves out step after step trains nothing.
    internal const int MostInARow = 10;

    private const string Remedy = "lower batching.max_batch_seconds or data.max_seconds to avoid it";

    private int inARow;

    /// <summary>Works through a batch. Each attempt begins anew, since what failed may have left a part of its gradients.</summary>
    /// <param name="step">The number of the step, for the notice.</param>
    /// <param name="batch">What the batch is, for the notice.</param>
    /// <param name="utterances">Utterances of the batch, at least 1.</param>
    /// <param name="begin">Forgets what an attempt before has left.</param>
    /// <param name="work">Does some of the utterances, the whole batch if memory allows.</param>
    /// <returns>False if one utterance alone is too much.</returns>
    /// <exception cref="UserFault">With <see cref="ExitCode.Environment"/>: that was so too many times in a row.</exception>
    public bool Run(long step, string batch, int utterances, Action begin, Action<Range> work)
    {
        for (var size = utterances; ; size = (size + 1) / 2)
        {
            try
            {
                begin();
                for (var first = 0; first < utterances; first += size)
                {
                    work(first..Math.Min(utterances, first + size));
                }
            }
            catch (Exception failure) when (AllocationFailure.Is(failure))
            {
                // Arrays of batches that are done may be all that is missing.
                GC.Collect();
                if (size > 1)
                {
                    continue;
                }

                begin();
                var alone = utterances > 1 ? ", nor for one of them alone" : "";
                notice($"step {step}: not enough memory for {batch}{alone}; the step was left out; {Remedy}");
                return ++inARow < MostInARow ? false : throw TooMany(failure);
            }

            inARow = 0;
            if (size < utterances)
            {
                notice($"step {step}: not enough memory for {batch} at once; done in parts of {size}, dropout differs; {Remedy}");
            }

            return true;
        }
    }

    private static UserFault TooMany(Exception failure) => new(
        ExitCode.Environment,
        $"not enough memory for a single utterance in {MostInARow} steps in a row; free some and go on with --resume, or train with a "
        + "lower data.max_seconds or a smaller model",
        failure);
}
