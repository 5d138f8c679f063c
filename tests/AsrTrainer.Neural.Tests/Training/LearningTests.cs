using AsrTrainer.Neural.Training;

namespace AsrTrainer.Neural.Tests.Training;

[Collection(TrainedModel.Collection)]
public sealed class LearningTests(TrainedModel trained)
{
    [Fact]
    public void A_small_model_learns_ten_clips_by_heart()
    {
        Assert.Equal(TrainingOutcome.Finished, trained.Outcome);
        Assert.Equal(trained.Plan.Training.Epochs, trained.Epochs.Count);
        Assert.True(trained.Epochs[0].TrainLoss > 2, $"first epoch: {trained.Epochs[0].TrainLoss:0.###} nats per token");
        Assert.True(trained.Epochs[^1].TrainLoss < 0.2, $"last epoch: {trained.Epochs[^1].TrainLoss:0.###} nats per token");
        Assert.InRange(trained.Epochs[^1].Dev.Single().Words.Rate, 0, 0.1);
    }

    [Fact]
    public void The_dev_sets_are_scored_when_asked_and_after_the_last_epoch()
    {
        Assert.All(trained.Epochs.SkipLast(1), epoch => Assert.Empty(epoch.Dev));
        var score = Assert.Single(trained.Epochs[^1].Dev);
        Assert.Equal("clips", score.Name);
        Assert.Equal(14, score.Words.ReferenceLength);
        Assert.Equal(trained.Evaluate(5).Words, score.Words);
        Assert.Equal(score.Words.Rate, trained.Description.DevWordErrorRates["clips"]);
    }
}
