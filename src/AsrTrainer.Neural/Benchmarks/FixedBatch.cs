using AsrTrainer.Speech.Faults;
using AsrTrainer.Speech.Randomness;
using AsrTrainer.Speech.Timing;

namespace AsrTrainer.Neural.Benchmarks;

/// <summary>The batch that is worked on: noise of equal lengths with random tokens, the same in every run.</summary>
public sealed class FixedBatch
{
    private const ulong Seed = 1;
    private const float Loudness = 0.1f;

    /// <summary>Makes the batch of a setup.</summary>
    /// <exception cref="UserFault">So many tokens do not fit into utterances of this length.</exception>
    public FixedBatch(BenchmarkSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        var options = setup.Options;
        var samples = (int)setup.Timing.SamplesForSeconds(options.Seconds);
        Samples = Noise(options.Batch * samples, key: 0);
        SampleCounts = [.. Enumerable.Repeat(samples, options.Batch)];
        Tokens = [.. Enumerable.Range(0, options.Batch).Select(b => RandomTokens(options.TokensEach, setup.Vocabulary, b))];
        var frames = setup.Timing.ModelFramesOfSamples(samples);
        if (!Tokens.All(tokens => CtcFeasibility.IsAlignable(tokens, frames)))
        {
            throw new UserFault(
                ExitCode.Usage,
                $"--tokens: {options.TokensEach} do not fit into {options.Seconds} s of audio, which are {frames} frames of this model; "
                + "ask for fewer tokens or longer utterances");
        }

        ModelFrames = options.Batch * frames;
        AudioSeconds = options.Batch * options.Seconds;
    }

    /// <summary>(B,S) row-major.</summary>
    public float[] Samples { get; }

    /// <summary>Samples of each utterance.</summary>
    public int[] SampleCounts { get; }

    /// <summary>Tokens of each utterance, no two neighbours alike where the vocabulary allows it.</summary>
    public int[][] Tokens { get; }

    /// <summary>Model frames of all utterances together.</summary>
    public long ModelFrames { get; }

    /// <summary>Seconds of all utterances together.</summary>
    public double AudioSeconds { get; }

    internal static float[] Noise(int count, ulong key)
    {
        var random = CounterRandom.For(Seed, key);
        var noise = new float[count];
        foreach (ref var sample in noise.AsSpan())
        {
            sample = Loudness * (((int)random.NextUInt32()) / (float)(1L << 31));
        }

        return noise;
    }

    private static int[] RandomTokens(int count, int vocabulary, int utterance)
    {
        // Steps around the circle of the tokens, blank left out.
        var random = CounterRandom.For(Seed, 1, (ulong)utterance);
        var kinds = vocabulary - 1;
        var tokens = new int[count];
        var last = 0;
        foreach (ref var token in tokens.AsSpan())
        {
            last = kinds == 1 ? 0 : (last + 1 + random.NextInt(kinds - 1)) % kinds;
            token = last + 1;
        }

        return tokens;
    }
}
