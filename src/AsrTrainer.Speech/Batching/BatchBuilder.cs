using AsrTrainer.Speech.Audio;
using AsrTrainer.Speech.Corpora;
using AsrTrainer.Speech.Faults;
using AsrTrainer.Speech.Randomness;
using AsrTrainer.Speech.Text;
using AsrTrainer.Speech.Timing;

namespace AsrTrainer.Speech.Batching;

/// <summary>
/// Makes one batch: decodes, resamples, changes speed and band, pads, and leaves out what cannot be used. A function of
/// (seed, epoch, utterances); any thread may call it. Whether an utterance can be used depends on its file alone, so that all epochs
/// leave out the same.
/// </summary>
internal sealed class BatchBuilder(IReadOnlyList<Utterance> utterances, Alphabet alphabet, BatchLoaderOptions options)
{
    public AudioBatch Build(int number, int[] indices, long epoch, CancellationToken cancellation)
    {
        var rows = new List<Row>(indices.Length);
        var dropped = new List<(int Index, DroppedUtterance Utterance)>();
        foreach (var index in indices)
        {
            cancellation.ThrowIfCancellationRequested();
            var (row, unusable) = Load(index, epoch);
            if (row is not null)
            {
                rows.Add(row);
            }
            else
            {
                dropped.Add((index, unusable!));
            }
        }

        var samplesPerRow = rows.Count == 0 ? 0 : rows.Max(row => row.Samples.Length);
        var samples = new float[Length(number, rows.Count, samplesPerRow)];
        for (var i = 0; i < rows.Count; i++)
        {
            rows[i].Samples.CopyTo(samples, i * samplesPerRow);
        }

        return new AudioBatch
        {
            Number = number,
            Samples = samples,
            SamplesPerRow = samplesPerRow,
            SampleCounts = [.. rows.Select(row => row.Samples.Length)],
            Tokens = [.. rows.Select(row => row.Tokens)],
            Utterances = [.. rows.Select(row => utterances[row.Index])],
            Indices = [.. rows.Select(row => row.Index)],
            Seconds = rows.Sum(row => (long)row.Samples.Length) / (double)options.SampleRate,
            Dropped = [.. dropped.Select(one => one.Utterance)],
            DroppedIndices = [.. dropped.Select(one => one.Index)],
        };
    }

    /// <summary>The samples of a batch in all, padding included.</summary>
    /// <exception cref="UserFault">They are more than one array can hold.</exception>
    internal static int Length(int number, int rows, int samplesPerRow)
    {
        var length = (long)rows * samplesPerRow;
        return length <= Array.MaxLength
            ? (int)length
            : throw new UserFault(
                ExitCode.Configuration,
                $"batch {number} has {rows} utterances of up to {samplesPerRow} samples, {length} with padding; at most {Array.MaxLength} "
                + "can be held; make batches smaller (batching.max_batch_seconds, --batch-seconds)");
    }

    /// <summary>The speed of an utterance in an epoch, before it is known whether its transcript fits.</summary>
    public double SpeedFactor(int index, long epoch)
    {
        var random = CounterRandom.For(options.Seed, (ulong)RandomPurpose.Speed, (ulong)epoch, (ulong)index);
        return options.SpeedFactors[random.NextInt(options.SpeedFactors.Count)];
    }

    private (Row? Row, DroppedUtterance? Unusable) Load(int index, long epoch)
    {
        var utterance = utterances[index];
        try
        {
            var tokens = alphabet.Encode(utterance.Transcript);
            if (Decode(utterance, out var fault) is not { } samples)
            {
                return (null, new DroppedUtterance(utterance.Id, utterance.AudioPath, FindingReason.UndecodableAudio, fault!));
            }

            if (DeclaredLength.FindLonger(utterance, (double)samples.Length / options.SampleRate) is { } longer)
            {
                return (null, longer);
            }

            var perturbed = SpeedPerturbation.Apply(samples, SpeedFactor(index, epoch));
            if (options.Timing is null || Fits(tokens, perturbed))
            {
                return (new Row(index, AtItsBand(perturbed, index, epoch), tokens), null);
            }

            // The corpus check has let it pass; where it does not fit, the manifest's duration is not that of the file.
            return DeclaredLength.FindTooShort(utterance, samples.Length, tokens, options.Timing) is { } tooShort
                ? (null, tooShort)
                : (new Row(index, AtItsBand(samples, index, epoch), tokens), null);
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

    private float[] AtItsBand(float[] samples, int index, long epoch)
    {
        if (options.NarrowBandShare <= 0 || options.SampleRate <= NarrowBand.SampleRate)
        {
            return samples;
        }

        var random = CounterRandom.For(options.Seed, (ulong)RandomPurpose.NarrowBand, (ulong)epoch, (ulong)index);
        return random.NextDouble() < options.NarrowBandShare ? NarrowBand.Apply(samples, options.SampleRate) : samples;
    }

    // What is wrong with a file costs its utterance; what is wrong with the machine, such as a missing library, costs the run.
    private float[]? Decode(Utterance utterance, out string? fault)
    {
        fault = null;
        try
        {
            return AudioFile.ReadMono(utterance.AudioPath, options.SampleRate).Samples;
        }
        catch (UserFault unusable) when (unusable.Code == ExitCode.Data)
        {
            fault = unusable.Message;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            // The file went away, or its disk failed, after it was opened.
            fault = unreadable.Message;
        }

        return null;
    }

    private bool Fits(int[] tokens, float[] samples) =>
        CtcFeasibility.IsAlignable(tokens, options.Timing!.ModelFramesOfSamples(samples.Length));

    private sealed record Row(int Index, float[] Samples, int[] Tokens);
}
