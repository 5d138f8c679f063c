using static TorchSharp.torch;

namespace AsrTrainer.Neural.Models;

/// <summary>What the model says about a batch.</summary>
/// <param name="LogProbs">
/// Log-probabilities (B,T,V); V is the vocabulary, blank first. Rows beyond an utterance's frames mean nothing.
/// </param>
/// <param name="Frames">The frames of each utterance, 1..T.</param>
public sealed record ModelOutput(Tensor LogProbs, IReadOnlyList<long> Frames);
