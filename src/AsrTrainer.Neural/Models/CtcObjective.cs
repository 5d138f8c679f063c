using static TorchSharp.torch;

namespace AsrTrainer.Neural.Models;

/// <summary>
/// Connectionist temporal classification (Graves et al. 2006) in fp32, blank 0. Utterances that cannot be aligned must not come here: the
/// corpus check and the loader see to it.
/// </summary>
public static class CtcObjective
{
    /// <summary>The negative log-likelihood of all transcripts together, divided by their tokens: nats per token.</summary>
    /// <param name="output">Log-probabilities (B,T,V) and frames.</param>
    /// <param name="tokens">The tokens of each utterance, none of them blank.</param>
    /// <param name="of">Divide by so many tokens instead: those of the batch of which these utterances are a part.</param>
    public static Tensor Loss(ModelOutput output, IReadOnlyList<int[]> tokens, int? of = null)
    {
        var total = Math.Max(1, of ?? tokens.Sum(t => t.Length));
        using var perUtterance = PerUtterance(output, tokens);
        return perUtterance.sum().div(total);
    }

    /// <summary>The negative log-likelihood of each transcript (B), in nats.</summary>
    public static Tensor PerUtterance(ModelOutput output, IReadOnlyList<int[]> tokens)
    {
        using var scope = NewDisposeScope();
        var targets = tensor(tokens.SelectMany(t => t).ToArray(), [tokens.Sum(t => t.Length)]);
        var targetLengths = tensor(tokens.Select(t => (long)t.Length).ToArray(), [tokens.Count]);
        var frames = tensor(output.Frames.ToArray(), [output.Frames.Count]);
        var single = output.LogProbs.dtype is ScalarType.Float32 or ScalarType.Float64
            ? output.LogProbs
            : output.LogProbs.to(ScalarType.Float32);

        // The one place where time comes first: libtorch's CTC takes (T,B,V).
        var loss = nn.functional.ctc_loss(
            single.transpose(0, 1), targets, frames, targetLengths,
            blank: Speech.Text.Alphabet.Blank, zero_infinity: false, reduction: nn.Reduction.None);
        return loss.MoveToOuterDisposeScope();
    }
}
