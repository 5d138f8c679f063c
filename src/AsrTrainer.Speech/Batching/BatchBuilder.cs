using AsrTrainer.Speech.Audio;
using AsrTrainer.Speech.Corpora;
using AsrTrainer.Speech.Faults;
using AsrTrainer.Speech.Randomness;
using AsrTrainer.Speech.Text;
using AsrTrainer.Speech.Timing;

namespace AsrTrainer.Speech.Batching;

/// <summary>
/// Makes one batch: decodes, resamples, changes speeds, pads. A function of (seed, epoch, utterances); any thread may call it.
/// </summary>
internal sealed class BatchBuilder(IReadOnlyList<Utterance> utterances, Alphabet alphabet, BatchLoaderOptions options)
{
    public AudioBatch Build(int number, int[] indices, long epoch, CancellationToken cancellation)
    {
        var signals = new float[indices.Length][];
        var tokens = new int[indices.Length][];
        for (var row = 0; row < indices.Length; row++)
        {
            cancellation.ThrowIfCancellationRequested();
            (signals[row], tokens[row]) = Load(indices[row], epoch);
        }

        var samplesPerRow = signals.Max(signal => signal.Length);
        var samples = new float[checked(indices.Length * samplesPerRow)];
        for (var row = 0; row < signals.Length; row++)
        {
            signals[row].CopyTo(samples, row * samplesPerRow);
        }

        return new AudioBatch
        {
            Number = number,
            Samples = samples,
            SamplesPerRow = samplesPerRow,
            SampleCounts = [.. signals.Select(signal => signal.Length)],
            Tokens = tokens,
            Utterances = [.. indices.Select(index => utterances[index])],
            Indices = [.. indices],
            Seconds = signals.Sum(signal => (long)signal.Length) / (double)options.SampleRate,
        };
    }

    /// <summary>The speed of an utterance in an epoch, before it is known whether its transcript fits.</summary>
    public double SpeedFactor(int index, long epoch)
    {
        var random = CounterRandom.For(options.Seed, (ulong)RandomPurpose.Speed, (ulong)epoch, (ulong)index);
        return options.SpeedFactors[random.NextInt(options.SpeedFactors.Count)];
    }

    private (float[] Samples, int[] Tokens) Load(int index, long epoch)
    {
        var utterance = utterances[index];
        try
        {
            var tokens = alphabet.Encode(utterance.Transcript);
            var samples = AudioFile.ReadMono(utterance.AudioPath, options.SampleRate).Samples;
            var factor = SpeedFactor(index, epoch);
            var perturbed = SpeedPerturbation.Apply(samples, factor);
            if (options.Timing is null || Fits(tokens, perturbed))
            {
                return (perturbed, tokens);
            }

            return Fits(tokens, samples) ? (samples, tokens) : throw TooShort(utterance, samples.Length, tokens);
        }
        catch (UserFault fault)
        {
            var path = fault.Message.Contains(utterance.AudioPath, StringComparison.Ordinal) ? "" : $" ({utterance.AudioPath})";
            throw new UserFault(fault.Code, $"utterance '{utterance.Id}'{path}: {fault.Message}", fault);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            throw new InvalidOperationException($"Utterance '{utterance.Id}' ({utterance.AudioPath}) could not be loaded.", failure);
        }
    }

    private bool Fits(int[] tokens, float[] samples) =>
        CtcFeasibility.IsAlignable(tokens, options.Timing!.ModelFramesOfSamples(samples.Length));

    // The corpus check has let it pass, so the manifest's duration is not that of the file.
    private UserFault TooShort(Utterance utterance, int samples, int[] tokens) => new(
        ExitCode.Data,
        $"its file holds {(double)samples / options.SampleRate:0.###} s, the corpus says {utterance.Seconds:0.###} s; it gives "
        + $"{options.Timing!.ModelFramesOfSamples(samples)} model frames and the transcript needs {CtcFeasibility.RequiredFrames(tokens)}; "
        + "correct the duration in the manifest, or remove the utterance");
}
