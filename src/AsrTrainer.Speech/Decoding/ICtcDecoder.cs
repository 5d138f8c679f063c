using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Speech.Decoding;

/// <summary>Finds the text in the posteriors of a model with a CTC head.</summary>
public interface ICtcDecoder
{
    /// <summary>Decodes one utterance.</summary>
    /// <param name="logProbs">Log-probabilities, frames × vocabulary, row-major. What follows the valid frames is not read.</param>
    /// <param name="frames">The valid frames.</param>
    /// <exception cref="UserFault">The model gave NaN.</exception>
    Hypothesis Decode(ReadOnlySpan<float> logProbs, int frames);
}
