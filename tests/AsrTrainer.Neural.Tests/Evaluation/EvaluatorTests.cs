using AsrTrainer.Neural.Evaluation;
using AsrTrainer.Neural.Tests.Training;
using AsrTrainer.Speech.Batching;
using AsrTrainer.Speech.Corpora;
using AsrTrainer.Speech.Metrics;
using AsrTrainer.Speech.Text;

namespace AsrTrainer.Neural.Tests.Evaluation;

[Collection(TrainedModel.Collection)]
public sealed class EvaluatorTests(TrainedModel trained)
{
    [Fact]
    public void Results_stand_in_the_order_of_the_corpus_and_add_up()
    {
        var result = trained.Evaluate(3);
        Assert.Equal("clips", result.Name);
        Assert.Equal(trained.Clips.Utterances.Select(u => u.Id), result.Utterances.Select(r => r.Utterance.Id));
        Assert.Equal(result.Utterances.Sum(r => r.Words.Errors), result.Words.Errors);
        Assert.Equal(result.Utterances.Sum(r => (long)r.Utterance.Transcript.Length), result.Characters.ReferenceLength);
        Assert.All(result.Utterances, r => Assert.Equal(ErrorRates.Words(r.Utterance.Transcript, r.Hypothesis), r.Words));
    }

    [Fact]
    public void Wrong_references_are_counted_as_errors()
    {
        var wrong = new CheckedCorpus("wrong", [.. trained.Clips.Utterances.Select(u => u with { Transcript = "zebra" })], []);
        var result = Evaluator().Run(wrong);
        Assert.Equal(10, result.Words.Substitutions);
        Assert.True(result.Words.Insertions > 0, "some clips have two words");
        Assert.Equal(10, result.Words.ReferenceLength);
    }

    [Fact]
    public void Progress_rises_to_one()
    {
        var shares = new List<double>();
        Evaluator().Run(trained.Clips, shares.Add);
        Assert.Equal(shares.Order(), shares);
        Assert.True(shares.Count > 1);
        Assert.Equal(1, shares[^1]);
    }

    [Fact]
    public void It_stops_when_cancelled()
    {
        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => Evaluator().Run(trained.Clips, _ => stop.Cancel(), stop.Token));
    }

    private Evaluator Evaluator() =>
        new(trained.Recognition(), Alphabet.English, new BatchingOptions { MaxUtterances = 4, Buckets = 1 }, new BatchLoaderOptions());
}
