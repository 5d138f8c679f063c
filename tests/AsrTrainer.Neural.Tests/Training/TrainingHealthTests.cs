using AsrTrainer.Neural.Training;

namespace AsrTrainer.Neural.Tests.Training;

public sealed class TrainingHealthTests
{
    private const int Epochs = 30;

    [Fact]
    public void A_loss_that_falls_needs_no_words() =>
        Assert.Empty(Findings(epoch => 3 * Math.Pow(0.97, epoch), blankShare: 0.9));

    [Fact]
    public void Blank_in_every_frame_is_no_news_while_the_loss_falls() =>
        Assert.Empty(Findings(epoch => 3 * Math.Pow(0.97, epoch), blankShare: 1));

    [Fact]
    public void A_collapse_to_blank_is_told_once_with_likely_causes()
    {
        var finding = Assert.Single(Findings(_ => 2.9, blankShare: 1));
        Assert.StartsWith(
            "the model says nothing but blank after epoch 6, and the loss has stood still for 5 epochs (2.900 to 2.900 nats per token). "
            + "Likely causes: training.learning_rate 0.003 is too high",
            finding,
            StringComparison.Ordinal);
        Assert.Contains("alphabet", finding, StringComparison.Ordinal);
        Assert.Contains("frames", finding, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plateau_of_a_model_that_says_something_is_told_once()
    {
        var finding = Assert.Single(Findings(epoch => epoch < 10 ? 3 - (0.1 * epoch) : 2, blankShare: 0.8));
        Assert.StartsWith("the loss has not fallen up to epoch 15 for 5 epochs", finding, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loss_that_stands_still_when_the_rate_has_fallen_or_little_is_left_is_as_it_should_be()
    {
        Assert.Empty(Findings(_ => 2, blankShare: 0.8, rate: 1e-5));
        Assert.Empty(Findings(_ => 0.1, blankShare: 0.8));
    }

    [Fact]
    public void Frames_too_long_for_the_speech_are_named_as_a_cause()
    {
        var plan = Plan();
        plan = plan with { Model = plan.Model with { Stride = 8 }, Features = plan.Features with { HopSamples = 160 } };
        var finding = Assert.Single(Findings(_ => 2.9, blankShare: 1, plan: plan));
        Assert.Contains("lower model.stride (8) or features.hop_samples (160)", finding, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_ends_with_nothing_but_blank_says_so_whatever_the_loss_does()
    {
        var plan = Plan() with { Training = Plan().Training with { Epochs = Epochs } };
        var finding = Assert.Single(Findings(epoch => 3 * Math.Pow(0.97, epoch), blankShare: 1, plan: plan));
        Assert.StartsWith("the model says nothing but blank at the end of the run: its text is empty", finding, StringComparison.Ordinal);
    }

    // Of a run that goes on beyond what is looked at.
    private static TrainingPlan Plan()
    {
        var plan = TinyPlans.Of("unused");
        return plan with { Training = plan.Training with { Epochs = Epochs + 1 } };
    }

    private static List<string> Findings(Func<int, double> loss, double blankShare, double rate = 3e-3, TrainingPlan? plan = null)
    {
        var health = new TrainingHealth(plan ?? Plan());
        return
        [
            .. Enumerable.Range(1, Epochs).Select(epoch => health.Look(
                new EpochResult
                {
                    Epoch = epoch,
                    Step = epoch,
                    TrainLoss = loss(epoch),
                    LearningRate = rate,
                    AudioSeconds = 1,
                    TrainSeconds = 1,
                    WaitShare = 0,
                    SkippedSteps = 0,
                    Dev = [],
                    IsBest = true,
                },
                blankShare)).OfType<string>(),
        ];
    }
}
