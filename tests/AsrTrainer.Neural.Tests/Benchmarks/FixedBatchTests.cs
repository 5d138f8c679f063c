using AsrTrainer.Neural.Benchmarks;
using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Neural.Tests.Benchmarks;

public sealed class FixedBatchTests
{
    private static readonly BenchmarkSetup Setup = TinySetup.Of(new BenchmarkOptions { Batch = 3, Seconds = 0.5, Tokens = 20 });

    [Fact]
    public void It_has_the_size_asked_for()
    {
        var batch = new FixedBatch(Setup);
        Assert.Equal(3 * 8000, batch.Samples.Length);
        Assert.Equal([8000, 8000, 8000], batch.SampleCounts);
        Assert.All(batch.Tokens, tokens => Assert.Equal(20, tokens.Length));
        Assert.Equal(1.5, batch.AudioSeconds);

        // 51 frames of features, every other one a frame of the model.
        Assert.Equal(3 * 26, batch.ModelFrames);
    }

    [Fact]
    public void It_is_the_same_every_time()
    {
        var (one, other) = (new FixedBatch(Setup), new FixedBatch(Setup));
        Assert.Equal(one.Samples, other.Samples);
        Assert.Equal(one.Tokens, other.Tokens);
    }

    [Fact]
    public void Its_noise_is_centred_and_fills_its_range()
    {
        var samples = new FixedBatch(Setup).Samples;
        Assert.InRange(samples.Average(), -0.002, 0.002);
        Assert.InRange(samples.Min(), -0.1f, -0.0995f);
        Assert.InRange(samples.Max(), 0.0995f, 0.1f);
    }

    [Fact]
    public void Its_tokens_are_no_blanks_and_use_the_whole_vocabulary_without_repeats()
    {
        var tokens = new FixedBatch(TinySetup.Of(new BenchmarkOptions { Batch = 2, Seconds = 5, Tokens = 200 })).Tokens;
        Assert.All(tokens, one => Assert.DoesNotContain(one.Zip(one.Skip(1)), pair => pair.First == pair.Second));
        Assert.Equal(Enumerable.Range(1, Setup.Vocabulary - 1), tokens[0].Distinct().Order());
        Assert.NotEqual(tokens[0], tokens[1]);
    }

    [Fact]
    public void A_vocabulary_of_one_token_repeats_it()
    {
        var batch = new FixedBatch(Setup with { Vocabulary = 2, Options = Setup.Options with { Tokens = 13 } });
        Assert.All(batch.Tokens, tokens => Assert.All(tokens, token => Assert.Equal(1, token)));

        // 14 tokens with a blank between each two are 27 frames, one more than there are.
        Assert.Throws<UserFault>(() => new FixedBatch(Setup with { Vocabulary = 2, Options = Setup.Options with { Tokens = 14 } }));
    }

    [Fact]
    public void More_tokens_than_frames_are_refused()
    {
        new FixedBatch(Setup with { Options = Setup.Options with { Tokens = 26 } });
        var fault = Assert.Throws<UserFault>(() => new FixedBatch(Setup with { Options = Setup.Options with { Tokens = 27 } }));
        Assert.Equal(ExitCode.Usage, fault.Code);
        Assert.StartsWith("--tokens: 27 do not fit into 0.5 s of audio, which are 26 frames of this model", fault.Message);
    }
}
