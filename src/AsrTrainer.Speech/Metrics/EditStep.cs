namespace AsrTrainer.Speech.Metrics;

/// <summary>What one step of an alignment does.</summary>
public enum EditKind
{
    /// <summary>Reference and hypothesis have the same element.</summary>
    Match,

    /// <summary>The hypothesis has another element.</summary>
    Substitution,

    /// <summary>The hypothesis lacks the reference's element.</summary>
    Deletion,

    /// <summary>The hypothesis has an element that the reference lacks.</summary>
    Insertion,
}

/// <summary>One step of an alignment.</summary>
/// <param name="Kind">What the step does.</param>
/// <param name="ReferenceIndex">Position in the reference; for an insertion, the position before which it stands.</param>
/// <param name="HypothesisIndex">Position in the hypothesis; for a deletion, the position before which it is missing.</param>
public readonly record struct EditStep(EditKind Kind, int ReferenceIndex, int HypothesisIndex);
