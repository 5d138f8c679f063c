using AsrTrainer.Neural.Evaluation;
using AsrTrainer.Neural.Tests.Training;
using AsrTrainer.Speech.Batching;
using AsrTrainer.Speech.Corpora;
using AsrTrainer.Speech.Faults;
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
    public void References_that_are_empty_or_cannot_be_encoded_are_scored()
    {
        Utterance[] odd = [.. trained.Clips.Utterances.Select((u, i) => u with { Transcript = i == 0 ? "" : "año 7" })];
        var corpus = new CheckedCorpus("odd", odd, []);

        var result = Evaluator().Run(corpus);

        Assert.Equal(corpus.Utterances, result.Utterances.Select(one => one.Utterance));
        Assert.Equal(18, result.Words.ReferenceLength);
        Assert.True(result.Utterances[0].Words.Insertions > 0);
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

    [Fact]
    public void Batches_that_do_not_fit_into_memory_are_recognised_in_halves_with_the_same_result()
    {
        var notices = new List<string>();
        var evaluator = Evaluator(notices.Add, count => _ = count > 2 ? throw new OutOfMemoryException() : 0);
        var whole = Evaluator().Run(trained.Clips);

        var halved = evaluator.Run(trained.Clips);

        Assert.Equal(whole.ToScores().Utterances, halved.ToScores().Utterances);
        Assert.Equal(Times(whole), Times(halved));
        Assert.Contains(notices, line => line.StartsWith("not enough memory to recognise 4 utterances at once", StringComparison.Ordinal));
    }

    [Fact]
    public void A_single_utterance_that_does_not_fit_into_memory_ends_the_evaluation_with_its_name()
    {
        var fault = Assert.Throws<UserFault>(() => Evaluator(_ => { }, _ => throw new OutOfMemoryException()).Run(trained.Clips));

        Assert.Equal(ExitCode.Environment, fault.Code);
        Assert.Contains(trained.Clips.Utterances, utterance => fault.Message.Contains(utterance.Id, StringComparison.Ordinal));
    }

    [Fact]
    public void Words_have_times_in_order_within_the_audio_and_are_those_of_the_text()
    {
        var result = Evaluator().Run(trained.Clips);
        Assert.All(result.Utterances, one =>
        {
            Assert.Equal(one.Hypothesis, string.Join(' ', one.TimedWords.Select(word => word.Text)));
            Assert.All(one.TimedWords, word => Assert.InRange(word.Start, 0, word.End));
            Assert.All(one.TimedWords, word => Assert.InRange(word.End, 0, one.Utterance.Seconds));
            Assert.All(one.TimedWords.Zip(one.TimedWords.Skip(1)), pair => Assert.True(pair.First.End <= pair.Second.Start));
        });
        Assert.Contains(result.Utterances, one => one.TimedWords.Count > 1);
    }

    [Fact]
    public void The_scores_are_those_of_the_utterances()
    {
        var result = Evaluator().Run(trained.Clips) with { LeftOut = 3 };
        ScoredSet scores = result.ToScores();
        Assert.Equal((result.Name, 3), (scores.Name, scores.LeftOut));
        Assert.Equal((result.Words, result.Characters), (scores.Words, scores.Characters));
        Assert.Equal(result.Utterances.Sum(one => one.Utterance.Seconds), scores.Seconds);
        Assert.All(scores.Utterances, one => Assert.Equal(ScoredUtterance.Of(one.Id, one.Speaker, one.Reference, one.Hypothesis) with
        {
            Audio = one.Audio,
            Seconds = one.Seconds,
        }, one));
    }

    private static IEnumerable<(string Text, double Start, double End)> Times(EvaluationResult result) =>
        result.Utterances.SelectMany(one => one.TimedWords).Select(word => (word.Text, word.Start, word.End));

    private Evaluator Evaluator() => Evaluator(_ => { }, _ => { });

    private Evaluator Evaluator(Action<string> notice, Action<int> starting) =>
        new(
            trained.Recognition(),
            Alphabet.English,
            TranscriptNormalizer.LowerCase,
            new BatchingOptions { MaxUtterances = 4, Buckets = 1 },
            new BatchLoaderOptions())
        {
            Notice = notice,
            Starting = starting,
        };
}
