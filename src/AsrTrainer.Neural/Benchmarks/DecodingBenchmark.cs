using System.Diagnostics;
using AsrTrainer.Neural.Evaluation;
using AsrTrainer.Speech.Decoding;

namespace AsrTrainer.Neural.Benchmarks;

/// <summary>How fast a decoder is on one thread, the network not counted.</summary>
/// <param name="Name">The decoder.</param>
/// <param name="Frames">Model frames of the audio.</param>
/// <param name="Times">How long it took to go through the audio.</param>
public sealed record DecodingRate(string Name, long Frames, WorkTimes Times);

/// <summary>Measures decoders on what a model heard.</summary>
public static class DecodingBenchmark
{
    // For the runtime to have compiled what runs often in its final form.
    private const int UnmeasuredPasses = 3;
    private const double UnmeasuredSeconds = 1;

    /// <summary>Decodes all utterances again and again.</summary>
    /// <param name="name">What the decoder is called.</param>
    /// <param name="decoder">Over the model's alphabet.</param>
    /// <param name="corpora">What it decodes.</param>
    /// <param name="seconds">How long to measure; at least three times through the corpora.</param>
    /// <param name="cancellation">Asked before each time through.</param>
    public static DecodingRate Measure(
        string name, ICtcDecoder decoder, IReadOnlyList<HeardCorpus> corpora, double seconds, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(decoder);
        ArgumentNullException.ThrowIfNull(corpora);
        var utterances = corpora.SelectMany(corpus => corpus.Utterances).ToArray();
        List<double> Passes(double least, int fewest)
        {
            List<double> times = [];
            for (var begun = Stopwatch.StartNew(); begun.Elapsed.TotalSeconds < least || times.Count < fewest;)
            {
                cancellation.ThrowIfCancellationRequested();
                var watch = Stopwatch.StartNew();
                foreach (var one in utterances)
                {
                    decoder.Decode(one.LogProbs, one.Frames);
                }

                times.Add(watch.Elapsed.TotalSeconds);
            }

            return times;
        }

        Passes(UnmeasuredSeconds, UnmeasuredPasses);
        var times = new WorkTimes(Passes(seconds, UnmeasuredPasses), corpora.Sum(one => one.Seconds));
        return new DecodingRate(name, corpora.Sum(one => one.Frames), times);
    }
}
