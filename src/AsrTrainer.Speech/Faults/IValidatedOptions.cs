namespace AsrTrainer.Speech.Faults;

/// <summary>
/// Options that know their own limits. Whoever binds them asks once, after all values are set, and reports the problems of every
/// section together, each with the line it came from.
/// </summary>
public interface IValidatedOptions
{
    /// <summary>Everything that is wrong with these values; empty when they can be used. Nested options are asked by the binder.</summary>
    IEnumerable<OptionProblem> Validate();
}
