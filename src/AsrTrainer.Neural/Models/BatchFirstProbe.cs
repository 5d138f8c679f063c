using TorchSharp;
using static TorchSharp.torch;

namespace AsrTrainer.Neural.Models;

/// <summary>
/// Tries every layer once with two utterances, changes one of them, and demands that the other's output stays as it was. A layer that
/// takes the batch for time keeps every shape, so no assertion of shapes can find it; this does.
/// </summary>
internal static class BatchFirstProbe
{
    private const int Frames = 5;

    private delegate Tensor Layer(Tensor x, SequenceShape shape, ForwardContext context);

    /// <summary>Probes each block of sequences alone.</summary>
    /// <exception cref="LayerContractException">Names the first block whose utterances see each other.</exception>
    public static void Run(IEnumerable<SequenceBlock> blocks)
    {
        foreach (var block in blocks)
        {
            Probe(block.Layer, [1, Frames, block.InputWidth], block.Apply);
        }
    }

    /// <summary>Probes each block of images alone.</summary>
    /// <exception cref="LayerContractException">Names the first block whose utterances see each other.</exception>
    public static void Run(IEnumerable<ResidualCnnBlock> blocks)
    {
        foreach (var block in blocks)
        {
            Probe(block.Layer, [1, block.Channels, block.Bands, Frames], block.Forward);
        }
    }

    // Both ways that a layer may be computed are tried, since a GPU or a package without the fused kernels takes the plain one.
    private static void Probe(string name, long[] utterance, Layer layer)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        using var shape = new SequenceShape([Frames, Frames], ScalarType.Float32, CPU);

        // A fixed pattern, so that probing draws nothing from the generator that made the weights.
        var count = utterance.Aggregate(1L, (product, size) => product * size);
        var one = arange(count).mul(0.37).sin().reshape(utterance);
        var other = arange(count).mul(0.53).cos().reshape(utterance);
        foreach (var context in (ForwardContext[])[ForwardContext.Inference, ForwardContext.Inference with { Plain = true }])
        {
            foreach (var changed in (int[])[0, 1])
            {
                var before = layer(cat([one, other], 0), shape, context).select(0, 1 - changed);
                var pair = changed == 0 ? cat([other, other], 0) : cat([one, one], 0);
                var after = layer(pair, shape, context).select(0, 1 - changed);
                Require(name, changed, after.sub(before).abs().max().ToDouble());
            }
        }
    }

    private static void Require(string name, int changed, double moved)
    {
        if (!(moved <= 1e-5))
        {
            throw new LayerContractException(
                name,
                $"layer {name} mixes utterances: changing utterance {changed} of a batch moved the output of utterance {1 - changed} "
                + $"by {moved:g3}; it must be batch-first, (B,T,F) in and out, and run over time");
        }
    }
}
