using AsrTrainer.Neural.Benchmarks;
using AsrTrainer.Neural.Evaluation;
using AsrTrainer.Neural.Tests.Training;
using AsrTrainer.Speech.Batching;
using AsrTrainer.Speech.Corpora;
using AsrTrainer.Speech.Decoding;
using AsrTrainer.Speech.Faults;
using AsrTrainer.Speech.Text;

namespace AsrTrainer.Neural.Tests.Evaluation;

[Collection(TrainedModel.Collection)]
public sealed class HeardCorpusTests(TrainedModel trained)
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(4, 2)]
    public void What_was_heard_scores_as_the_evaluator_does(int batch, int threads)
    {
        var expected = trained.Evaluate(batch);
        List<double> shares = [];

        var heard = Listen(batch, shares.Add);
        var (words, characters) = heard.Score(new GreedyDecoder(Alphabet.English), TranscriptNormalizer.LowerCase, threads, default);

        Assert.Equal((expected.Words, expected.Characters), (words, characters));
        Assert.Equal(trained.Clips.Utterances, heard.Utterances.Select(one => one.Utterance));
        Assert.Equal(trained.Clips.Seconds, heard.Seconds, 1e-9);
        Assert.Equal(shares.Order(), shares);
        Assert.Equal(1, shares[^1]);
    }

    [Fact]
    public void A_beam_over_it_makes_no_more_errors_than_greedy_decoding_on_clips_that_are_known_by_heart()
    {
        var heard = Listen(4, _ => { });
        var (greedy, _) = heard.Score(new GreedyDecoder(Alphabet.English), TranscriptNormalizer.LowerCase, 1, default);
        var (beam, _) = heard.Score(new BeamDecoder(Alphabet.English, new BeamOptions()), TranscriptNormalizer.LowerCase, 1, default);

        Assert.InRange(beam.Errors, 0, greedy.Errors);
    }

    [Fact]
    public void References_that_are_empty_or_cannot_be_encoded_are_heard_and_scored()
    {
        Utterance[] odd = [.. trained.Clips.Utterances.Select((u, i) => u with { Transcript = i == 0 ? "" : "año 7" })];
        var corpus = new CheckedCorpus("odd", odd, []);

        var heard = Listen(4, _ => { }, corpus);
        var (words, _) = heard.Score(new GreedyDecoder(Alphabet.English), TranscriptNormalizer.LowerCase, 1, default);

        Assert.Equal(corpus.Utterances, heard.Utterances.Select(one => one.Utterance));
        Assert.Equal(18, words.ReferenceLength);
    }

    [Fact]
    public void A_fault_of_a_decoder_comes_through_as_it_is()
    {
        var heard = Listen(4, _ => { });
        foreach (var one in heard.Utterances)
        {
            one.LogProbs[0] = float.NaN;
        }

        var fault = Assert.Throws<UserFault>(
            () => heard.Score(new GreedyDecoder(Alphabet.English), TranscriptNormalizer.LowerCase, 2, default));

        Assert.Equal(ExitCode.Model, fault.Code);
    }

    [Fact]
    public void Decoders_are_measured_on_it()
    {
        var heard = Listen(4, _ => { });

        var rate = DecodingBenchmark.Measure("greedy", new GreedyDecoder(Alphabet.English), [heard, heard], 0.01, default);

        Assert.Equal(("greedy", 2 * heard.Frames), (rate.Name, rate.Frames));
        Assert.Equal(2 * heard.Seconds, rate.Times.AudioSeconds, 1e-9);
        Assert.True(rate.Times.Seconds.Count >= 3 && rate.Times.Least > 0);
    }

    private HeardCorpus Listen(int batch, Action<double> progress, CheckedCorpus? corpus = null) => HeardCorpus.Listen(
        corpus ?? trained.Clips,
        trained.Recognition(),
        Alphabet.English,
        new BatchingOptions { MaxUtterances = batch, Buckets = 1 },
        new BatchLoaderOptions(),
        _ => { },
        progress,
        default);
}
