using TorchSharp;
using static TorchSharp.torch;

namespace AsrTrainer.Neural.Models;

/// <summary>
/// Tries every block once with two utterances, changes one of them, and demands that the other's output stays as it was. A layer that
/// takes the batch for time keeps every shape, so no assertion of shapes can find it; this does.
/// </summary>
internal static class BatchFirstProbe
{
    private const int Frames = 5;

    /// <summary>Probes each block alone.</summary>
    /// <exception cref="LayerContractException">Names the first block whose utterances see each other.</exception>
    public static void Run(IEnumerable<SequenceBlock> blocks)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        foreach (var block in blocks)
        {
            Probe(block);
        }
    }

    private static void Probe(SequenceBlock block)
    {
        using var shape = new SequenceShape([Frames, Frames], ScalarType.Float32, CPU);
        // A fixed pattern, so that probing draws nothing from the generator that made the weights.
        var count = Frames * block.InputWidth;
        var one = arange(count).mul(0.37).sin().reshape(1, Frames, block.InputWidth);
        var other = arange(count).mul(0.53).cos().reshape(1, Frames, block.InputWidth);
        foreach (var changed in (int[])[0, 1])
        {
            var before = block.Apply(cat([one, other], 0), shape, ForwardContext.Inference).select(0, 1 - changed);
            var pair = changed == 0 ? cat([other, other], 0) : cat([one, one], 0);
            var after = block.Apply(pair, shape, ForwardContext.Inference).select(0, 1 - changed);
            var moved = after.sub(before).abs().max().ToDouble();
            if (!(moved <= 1e-5))
            {
                throw new LayerContractException(
                    block.Layer,
                    $"layer {block.Layer} mixes utterances: changing utterance {changed} of a batch moved the output of utterance {1 - changed} by {moved:g3}; it must be batch-first, (B,T,F) in and out, and run over time");
            }
        }
    }
}
