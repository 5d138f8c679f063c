using static TorchSharp.torch;

namespace AsrTrainer.Neural.Models;

/// <summary>
/// A part of the model that takes sequences (B,T,F) and gives sequences (B,T,F'). <see cref="Apply"/> holds both sides against the
/// batch's shape, always; what a block computes is in <see cref="Forward"/>.
/// </summary>
/// <param name="layer">Its name in the model, such as <c>rnn.2</c>.</param>
/// <param name="inputWidth">F.</param>
/// <param name="outputWidth">F'.</param>
public abstract class SequenceBlock(string layer, long inputWidth, long outputWidth) : nn.Module(layer)
{
    /// <summary>Its name in the model.</summary>
    public string Layer => name;

    /// <summary>Features of its input.</summary>
    public long InputWidth { get; } = inputWidth;

    /// <summary>Features of its output.</summary>
    public long OutputWidth { get; } = outputWidth;

    /// <summary>Runs the block between two assertions of the batch-first contract.</summary>
    public Tensor Apply(Tensor x, SequenceShape shape, ForwardContext context)
    {
        shape.RequireSequence(Layer, "input", x, InputWidth);
        var y = Forward(x, shape, context);
        shape.RequireSequence(Layer, "output", y, OutputWidth);
        return y;
    }

    /// <summary>(B,T,F) to (B,T,F'), each utterance on its own frames only.</summary>
    protected abstract Tensor Forward(Tensor x, SequenceShape shape, ForwardContext context);
}
