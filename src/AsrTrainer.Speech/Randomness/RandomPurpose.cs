namespace AsrTrainer.Speech.Randomness;

/// <summary>
/// What a random number is for: the first word of a <see cref="CounterRandom"/> key, so that two uses of the same seed never share numbers.
/// The values are part of what makes a run repeatable; never renumber them.
/// </summary>
public enum RandomPurpose : ulong
{
    /// <summary>The order of utterances and batches in an epoch.</summary>
    Order = 1,

    /// <summary>The speed factor of an utterance.</summary>
    Speed = 2,

    /// <summary>Masks in time and frequency.</summary>
    SpecAugment = 3,

    /// <summary>Dropout masks.</summary>
    Dropout = 4,

    /// <summary>First values of the weights.</summary>
    Initialisation = 5,

    /// <summary>Which utterances or speakers a bootstrap draws.</summary>
    Bootstrap = 6,

    /// <summary>Which utterances lose their upper band.</summary>
    NarrowBand = 7,
}
