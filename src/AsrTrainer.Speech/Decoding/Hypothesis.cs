namespace AsrTrainer.Speech.Decoding;

/// <summary>What a decoder recognised in one utterance.</summary>
/// <param name="Text">The tokens as text.</param>
/// <param name="Tokens">Indices into the alphabet, without blanks.</param>
/// <param name="Score">Natural logarithm of the probability that the decoder maximised; 0 is certain. Its docs say of what.</param>
/// <param name="Spans">Where each of the tokens was heard, in order and without overlap.</param>
public sealed record Hypothesis(string Text, IReadOnlyList<int> Tokens, double Score, IReadOnlyList<TokenSpan> Spans)
{
    /// <summary>What else it may have been, the likelier first; empty where the decoder was not asked.</summary>
    public IReadOnlyList<Hypothesis> Alternatives { get; init; } = [];
}
