namespace AsrTrainer.Neural.Training;

/// <summary>The learning rate as a pure function of how far the run is, so that there is nothing to save.</summary>
public static class LearningRateSchedule
{
    /// <summary>The rate for a step.</summary>
    /// <param name="options">Shape, height, warm-up and length.</param>
    /// <param name="epochs">Epochs done when the step is taken, parts included: 2.5 is the middle of the third.</param>
    public static double At(TrainingOptions options, double epochs)
    {
        var warmup = Math.Min(options.WarmupEpochs, options.Epochs / 2.0);
        if (epochs < warmup)
        {
            // Never quite zero, so that the first step counts too.
            return options.LearningRate * Math.Max(epochs / warmup, 1e-3);
        }

        var progress = Math.Clamp((epochs - warmup) / (options.Epochs - warmup), 0, 1);
        var fallen = options.Schedule switch
        {
            ScheduleShape.Linear => progress,
            ScheduleShape.Cosine => (1 - Math.Cos(Math.PI * progress)) / 2,
            _ => 0,
        };
        return options.LearningRate * (1 - ((1 - options.FinalShare) * fallen));
    }
}
