using AsrTrainer.Neural.Frontend;
using static TorchSharp.torch;

namespace AsrTrainer.Neural.Models;

/// <summary>
/// What the frontend fixed for this batch: B utterances, T frames, and how many frames each utterance has. Every layer's input and output
/// is held against it, since a layer that runs over the wrong axis keeps the number of axes.
/// </summary>
public sealed class SequenceShape : IDisposable
{
    /// <summary>A batch whose utterances have <paramref name="lengths"/> frames; T is the longest.</summary>
    public SequenceShape(IReadOnlyList<long> lengths, ScalarType dtype, Device device)
    {
        Lengths = lengths;
        Frames = lengths.Max();
        LengthTensor = tensor(lengths.ToArray(), [lengths.Count]).DetachFromDisposeScope();
        Mask = FrameMask.Of(lengths, Frames, dtype, device).DetachFromDisposeScope();
        using var rows = Mask.unsqueeze(2);
        RowMask = rows.alias().DetachFromDisposeScope();
        using var images = Mask.unsqueeze(1).unsqueeze(1);
        ImageMask = images.alias().DetachFromDisposeScope();
    }

    /// <summary>Utterances B.</summary>
    public long Batch => Lengths.Count;

    /// <summary>Frames T of the longest utterance.</summary>
    public long Frames { get; }

    /// <summary>Frames of each utterance, 1..T.</summary>
    public IReadOnlyList<long> Lengths { get; }

    /// <summary>The lengths as int64 (B) on the CPU.</summary>
    public Tensor LengthTensor { get; }

    /// <summary>(B,T): one for frames, zero for padding.</summary>
    public Tensor Mask { get; }

    /// <summary>The mask for sequences, (B,T,1).</summary>
    public Tensor RowMask { get; }

    /// <summary>The mask for images, (B,1,1,T).</summary>
    public Tensor ImageMask { get; }

    /// <summary>Asserts that <paramref name="x"/> is (B,T,<paramref name="features"/>).</summary>
    /// <param name="layer">The layer's name in the model, such as <c>rnn.2</c>.</param>
    /// <param name="side">"input" or "output".</param>
    /// <param name="x">What the layer was given or gave.</param>
    /// <param name="features">The width that the layer is made for.</param>
    public void RequireSequence(string layer, string side, Tensor x, long features) =>
        Require(layer, side, x, "(B,T,F)", [Batch, Frames, features]);

    /// <summary>Asserts that <paramref name="x"/> is (B,<paramref name="channels"/>,<paramref name="bands"/>,T).</summary>
    public void RequireImage(string layer, string side, Tensor x, long channels, long bands) =>
        Require(layer, side, x, "(B,C,F,T)", [Batch, channels, bands, Frames]);

    /// <inheritdoc/>
    public void Dispose()
    {
        LengthTensor.Dispose();
        ImageMask.Dispose();
        RowMask.Dispose();
        Mask.Dispose();
    }

    private static void Require(string layer, string side, Tensor x, string axes, long[] expected)
    {
        var found = x.shape;
        if (!found.AsSpan().SequenceEqual(expected))
        {
            throw new LayerContractException(
                layer,
                $"layer {layer}: its {side} must be {axes} = ({string.Join(", ", expected)}), the shape that the frontend fixed for this "
                + $"batch, but was ({string.Join(", ", found)})");
        }
    }
}
