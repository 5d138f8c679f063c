namespace AsrTrainer.Speech.Faults;

/// <summary>One value that cannot be used.</summary>
/// <param name="Property">The property's C# name (<c>nameof(GradientClip)</c>); the binder turns it into the key of the file.</param>
/// <param name="Problem">What is allowed and what was found: "must be &gt; 0, was -1".</param>
public readonly record struct OptionProblem(string Property, string Problem);
