namespace AsrTrainer.Speech.Metrics;

/// <summary>The middle 95 % of what a rate, or a difference of rates, comes to when the test set is drawn anew.</summary>
/// <param name="Low">The 2.5 % quantile.</param>
/// <param name="High">The 97.5 % quantile.</param>
public readonly record struct RateInterval(double Low, double High);
